#include "sources/stdin.h"

#include <utility>

namespace nhiscan {
namespace {

class StreamSource final : public Source {
 public:
  StreamSource(int descriptor, std::string name)
      : descriptor_(descriptor), name_(std::move(name)) {}

  std::vector<BlobRef> next() override {
    std::vector<BlobRef> blobs;
    if (!std::exchange(listed_, true)) {
      BlobRef& blob = blobs.emplace_back();
      blob.path = name_;
      blob.descriptor = descriptor_;
    }
    return blobs;
  }

  std::vector<Skipped> take_skipped() override { return {}; }

 private:
  int descriptor_;
  std::string name_;
  bool listed_ = false;
};

}  // namespace

std::unique_ptr<Source> open_stream(int descriptor, std::string name) {
  return std::make_unique<StreamSource>(descriptor, std::move(name));
}

}  // namespace nhiscan
