#pragma once

#include <string_view>

#include "credentials/checksum.h"

namespace nhiscan {

/// A seed phrase of 12, 15, 18, 21 or 24 English words with single blanks between them: its last
/// bits are the first of the SHA-256 of those before (BIP-39, 'Generating the mnemonic'). Unknown
/// where the number of words is another; bad where a word is none of the list.
ChecksumResult verify_bip39(std::string_view phrase);

}  // namespace nhiscan
