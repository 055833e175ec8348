// The lines that git gives these hooks (githooks(5)):
//   pre-push     LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID
//   pre-receive  OLD-ID NEW-ID REF
// What a push brings is what the new ids lead to, without what the other side has already: of a
// server, all that its refs lead to; of a remote, what was there before and what is known of its
// branches.
#include "cli/pushed.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/history.h"
#include "cli/run_scan.h"
#include "cli/standard_input.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostLines = 64UL * 1024 * 1024;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    if (!word.empty()) words.push_back(word);
    line.remove_prefix(std::min(line.size(), word.size() + 1));
  }
  return words;
}

struct Update {
  ObjectId before;  ///< null: the ref is new
  ObjectId after;   ///< null: the ref is deleted
};

std::optional<Update> parse_update(std::string_view line, bool of_push, HashKind kind) {
  const std::vector<std::string_view> words = words_of(line);
  if (words.size() != (of_push ? 4 : 3)) return std::nullopt;
  const auto before = parse_object_id(of_push ? words[3] : words[0], kind);
  const auto after = parse_object_id(words[1], kind);
  if (!before || !after) return std::nullopt;
  return Update{*before, *after};
}

Result<CommitRange> read_range(std::string_view input, bool of_push, HashKind kind) {
  CommitRange range;
  for (std::size_t number = 1; !input.empty(); ++number) {
    const std::string_view line = trim(take_line(input));
    if (line.empty()) continue;
    const auto update = parse_update(line, of_push, kind);
    if (!update)
      return Error{"standard input, line " + std::to_string(number) + ": is not a line that git " +
                   "gives a hook: " +
                   (of_push ? "LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID" : "OLD-ID NEW-ID REF")};
    if (!update->before.is_null()) range.hidden.push_back(update->before);
    if (!update->after.is_null()) range.tips.push_back(update->after);
  }
  return range;
}

/// What the other side is known to have, besides what the lines say.
void hide_known(const RepositoryLayout& layout, const ScanArguments& arguments,
                CommitRange& range) {
  const std::string prefix =
      arguments.pre_receive ? "refs/" : "refs/remotes/" + arguments.remote + "/";
  if (arguments.pre_push && arguments.remote.empty()) return;
  for (const GitRef& ref : read_refs(layout).refs)
    if (ref.name.starts_with(prefix)) range.hidden.push_back(ref.id);
}

Status check_goes_with(const ScanArguments& arguments) {
  const std::string name = arguments.pre_push ? "--pre-push" : "--pre-receive";
  if (arguments.paths.size() != 1)
    return Error{name + ": looks into one repository, so give one PATH"};
  if (!arguments.since_commit.empty() || !arguments.branch.empty() ||
      !arguments.log_options.empty() || !arguments.state.empty() || arguments.submodules)
    return Error{name + ": reads what is pushed; options that choose commits don't go with it"};
  if (isatty(STDIN_FILENO) != 0)
    return Error{name + ": is for a hook: git gives it the refs on standard input"};
  return Done{};
}

}  // namespace

Result<int> run_pushed(const ScanSettings& settings) {
  const ScanArguments& arguments = settings.arguments;
  if (const Status fits = check_goes_with(arguments); !fits) return fits.error();
  auto histories = open_histories(settings, NoRepository::error);
  if (!histories) return histories.error();
  const RepositoryLayout& layout = histories->front().layout;
  const auto input = read_standard_input(kMostLines);
  if (!input) return input.error();
  ScanInputs inputs;
  auto range = read_range(*input, arguments.pre_push, layout.hash_kind);
  if (!range) return range.error();
  if (!range->tips.empty()) {
    hide_known(layout, arguments, *range);
    inputs.range = *std::move(range);
    inputs.histories = *std::move(histories);
  }
  return run_scan({"git", ScanCommand::Output::findings}, settings, std::move(inputs));
}

}  // namespace nhiscan
