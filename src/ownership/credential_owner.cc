#include "ownership/credential_owner.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "ownership/person.h"

namespace nhiscan {
namespace {

constexpr double kConfidence = 0.65;

void add(std::vector<OwnerCandidate>& owners, std::string_view fact, std::string_view value,
         std::string kind) {
  if (value.empty()) return;
  OwnerCandidate candidate;
  candidate.name = show_owner(value);
  candidate.kind = std::move(kind);
  candidate.source = OwnerSource::credential;
  candidate.confidence = kConfidence;
  candidate.place = "credential";
  candidate.what = std::string(fact) + " \"" + candidate.name + "\"";
  owners.push_back(std::move(candidate));
}

/// A person unless the name is a machine's.
void add_account(std::vector<OwnerCandidate>& owners, std::string_view fact,
                 std::string_view value) {
  const Person person = parse_person(value);
  const bool is_machine =
      author_kind(person) != AuthorKind::human || value.ends_with(".gserviceaccount.com");
  add(owners, fact, value, is_machine ? "service" : "person");
}

std::string_view text_of(const Facts& decoded, std::string_view name) {
  const auto fact = decoded.find(name);
  if (fact == decoded.end()) return {};
  const auto* text = std::get_if<std::string>(&fact->second);
  return text != nullptr ? std::string_view(*text) : std::string_view();
}

/// The value of `OU=` or the like in a distinguished name as RFC 2253 writes it.
std::string_view attribute(std::string_view subject, std::string_view name) {
  while (!subject.empty()) {
    std::size_t end = 0;
    while (end < subject.size() && subject[end] != ',')
      end += subject[end] == '\\' ? 2 : 1;
    end = std::min(end, subject.size());
    const std::string_view part = subject.substr(0, end);
    if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
      return part.substr(name.size() + 1);
    subject.remove_prefix(std::min(end + 1, subject.size()));
  }
  return {};
}

void add_subject(std::vector<OwnerCandidate>& owners, const Facts& decoded) {
  const std::string_view subject = text_of(decoded, "subject");
  const auto ca = decoded.find("ca");
  if (ca != decoded.end() && ca->second == FactValue(true)) return;
  add_account(owners, "subject emailAddress", attribute(subject, "emailAddress"));
  const std::string_view unit = attribute(subject, "OU");
  if (unit != "Domain Control Validated") add(owners, "subject OU", unit, "team");
}

}  // namespace

std::vector<OwnerCandidate> credential_owners(const Facts& decoded) {
  std::vector<OwnerCandidate> owners;
  for (const std::string_view fact : {"email", "user_email"})
    add_account(owners, fact, text_of(decoded, fact));
  // `user` of a URL or a header names the account, and a person only as an address.
  const std::string_view user = text_of(decoded, "user");
  if (user.find('@') != std::string_view::npos) add_account(owners, "user", user);
  if (const auto emails = decoded.find("emails"); emails != decoded.end()) {
    const auto* list = std::get_if<std::vector<std::string>>(&emails->second);
    if (list != nullptr && !list->empty()) add_account(owners, "emails", list->front());
  }
  const std::string_view comment = text_of(decoded, "comment");
  if (comment.find('@') != std::string_view::npos) add_account(owners, "comment", comment);
  add_subject(owners, decoded);
  add(owners, "client_email", text_of(decoded, "client_email"), "service");
  if (owners.empty()) add(owners, "client_id", text_of(decoded, "client_id"), "service");
  return owners;
}

}  // namespace nhiscan
