// pugixml reads a copy in place, so that its pointers tell where everything stands: no escape is
// decoded and no line end made another, for which bytes would have to move.
#include <pugixml.hpp>
#include <string>

#include "base/text.h"
#include "decoders/config_tree.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostXmlLevels = 100;
constexpr std::size_t kMostXmlValues = 1'000'000;

class XmlTreeReader {
 public:
  explicit XmlTreeReader(std::string_view text) : text_(text), copy_(text), tree_(text) {}

  Result<ValueTree> read() {
    const std::size_t skipped = text_.starts_with("\xef\xbb\xbf") ? 3 : 0;
    pugi::xml_document document;
    const auto parsed =
        document.load_buffer_inplace(copy_.data() + skipped, copy_.size() - skipped,
                                     pugi::parse_minimal | pugi::parse_cdata, pugi::encoding_utf8);
    if (!parsed) return Error{std::string("not XML: ") + parsed.description()};
    const pugi::xml_node root = document.document_element();
    if (std::string_view(root.name()) == "plist") {
      add_property({}, first_element(root));
    } else {
      tree_.open({.type = ValueTree::Type::map});
      add_element(root);
      tree_.close(text_.size());
    }
    if (failure_ != nullptr) return Error{failure_};
    if (tree_.size() == 0) return Error{"not XML: no values"};
    return std::move(tree_);
  }

 private:
  [[nodiscard]] Span place(const char* part) const {
    const auto begin = static_cast<std::size_t>(part - copy_.data());
    // What is empty is a literal of pugixml's own.
    if (*part == '\0' || begin > copy_.size()) return {};
    return {begin, begin + std::char_traits<char>::length(part)};
  }

  static pugi::xml_node first_element(pugi::xml_node parent) {
    for (const pugi::xml_node child : parent.children())
      if (child.type() == pugi::node_element) return child;
    return {};
  }

  static ValueTree::Node node_of(Span key, Span value) {
    ValueTree::Node node;
    node.key_begin = static_cast<std::uint32_t>(key.begin);
    node.key_end = static_cast<std::uint32_t>(key.end);
    node.begin = static_cast<std::uint32_t>(value.begin);
    node.end = static_cast<std::uint32_t>(value.end);
    return node;
  }

  bool may_add() {
    if (tree_.size() >= kMostXmlValues) failure_ = "more than 1,000,000 values";
    if (tree_.depth() >= kMostXmlLevels) failure_ = "more than 100 levels";
    return failure_ == nullptr;
  }

  /// Without the blanks round it, which are there for the eye.
  void add_text(Span key, pugi::xml_node text) {
    Span span = place(text.value());
    const std::string_view whole = text_.substr(span.begin, span.size());
    const std::string_view value = trim(whole);
    if (value.empty() || !may_add()) return;
    span.begin += static_cast<std::size_t>(value.data() - whole.data());
    span.end = span.begin + value.size();
    ValueTree::Node node = node_of(key, span);
    node.type = ValueTree::Type::text;
    node.spelling =
        text.type() == pugi::node_cdata ? ValueTree::Spelling::plain : ValueTree::Spelling::xml;
    tree_.add(node);
  }

  void open(Span key, Span begin, ValueTree::Type type) {
    ValueTree::Node node = node_of(key, begin);
    node.type = type;
    tree_.open(node);
  }

  static bool is_text(pugi::xml_node node) {
    return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
  }

  void add_element(pugi::xml_node element) {
    if (!may_add()) return;
    const Span key = place(element.name());
    const pugi::xml_node only = element.first_child();
    if (!element.first_attribute() && is_text(only) && !only.next_sibling())
      return add_text(key, only);
    open(key, key, ValueTree::Type::map);
    for (const pugi::xml_attribute attribute : element.attributes()) {
      if (!may_add()) break;
      ValueTree::Node node = node_of(place(attribute.name()), place(attribute.value()));
      node.type = ValueTree::Type::text;
      node.spelling = ValueTree::Spelling::xml;
      tree_.add(node);
    }
    for (const pugi::xml_node child : element.children()) {
      if (is_text(child)) add_text({}, child);
      if (child.type() == pugi::node_element) add_element(child);
    }
    tree_.close(key.end);
  }

  /// A value of a property list, under the key that stands before it.
  void add_property(Span key, pugi::xml_node value) {
    if (!value || !may_add()) return;
    const std::string_view name = value.name();
    if (name != "dict" && name != "array") return add_text(key, value.first_child());
    open(key, place(value.name()), name == "dict" ? ValueTree::Type::map : ValueTree::Type::list);
    Span next;
    for (const pugi::xml_node child : value.children()) {
      if (child.type() != pugi::node_element) continue;
      if (std::string_view(child.name()) == "key") {
        next = place(child.child_value());
      } else {
        add_property(next, child);
        next = {};
      }
    }
    tree_.close(key.end);
  }

  std::string_view text_;
  std::string copy_;
  ValueTree tree_;
  const char* failure_ = nullptr;
};

}  // namespace

Result<ValueTree> read_xml_tree(std::string_view text) { return XmlTreeReader(text).read(); }

}  // namespace nhiscan
