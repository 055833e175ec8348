#include "declarations/declarations.h"

#include <array>
#include <iterator>

#include "declarations/github_actions.h"
#include "declarations/kubernetes.h"
#include "declarations/place.h"

namespace nhiscan {

std::span<const DeclarationFormat> declaration_formats() {
  static constexpr auto kFormats = std::to_array<DeclarationFormat>({
      {"github-actions", claims_github_actions, read_github_actions},
      {"kubernetes", claims_kubernetes, read_kubernetes},
  });
  return kFormats;
}

std::vector<Declaration> read_declarations(std::string_view path, std::string_view text) {
  std::vector<Declaration> declarations;
  for (const DeclarationFormat& format : declaration_formats()) {
    if (!format.claims(path, text)) continue;
    std::vector<Declaration> read = format.read(path, text);
    declarations.insert(declarations.end(), std::make_move_iterator(read.begin()),
                        std::make_move_iterator(read.end()));
  }
  if (!declarations.empty()) place(declarations, path, text);
  return declarations;
}

}  // namespace nhiscan
