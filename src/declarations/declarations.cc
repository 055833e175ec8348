#include "declarations/declarations.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "declarations/github_actions.h"
#include "declarations/kubernetes.h"
#include "declarations/place.h"

namespace nhiscan {

std::span<const DeclarationFormat> declaration_formats() {
  static constexpr auto kFormats = std::to_array<DeclarationFormat>({
      {"github-actions", claims_github_actions, read_github_actions, claims_github_actions},
      {"kubernetes", claims_kubernetes, read_kubernetes, is_certainly_kubernetes},
  });
  return kFormats;
}

Declared read_declarations(std::string_view path, std::string_view text) {
  Declared all;
  for (const DeclarationFormat& format : declaration_formats()) {
    if (!format.claims(path, text)) continue;
    Declared read = format.read(path, text);
    std::ranges::move(read.declarations, std::back_inserter(all.declarations));
    const bool certain = !read.unread.empty() && format.is_certain(path, text);
    for (Unread& unread : read.unread) {
      if (unread.cause == Unread::Cause::malformed && !certain) continue;
      unread.certain = certain;
      all.unread.push_back(std::move(unread));
    }
  }
  if (!all.declarations.empty()) place(all.declarations, path, text);
  return all;
}

std::vector<Unread> unread_declarations(std::string_view path, std::string_view head) {
  std::vector<Unread> unread;
  for (const DeclarationFormat& format : declaration_formats())
    if (format.claims(path, head))
      unread.push_back({Unread::Cause::limit, "file too large", format.is_certain(path, head)});
  return unread;
}

}  // namespace nhiscan
