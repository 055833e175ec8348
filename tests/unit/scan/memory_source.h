#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sources/source.h"

namespace nhiscan {

/// Blobs in memory, a few in each batch.
class MemorySource final : public Source {
 public:
  void add(std::string path, std::string bytes) {
    BlobRef& blob = blobs_.emplace_back();
    blob.root = ".";
    blob.path = std::move(path);
    blob.bytes = std::make_shared<const std::string>(std::move(bytes));
  }

  std::vector<BlobRef> next() override {
    std::vector<BlobRef> batch;
    for (; listed_ < blobs_.size() && batch.size() < 3; ++listed_)
      batch.push_back(blobs_[listed_]);
    return batch;
  }

  std::vector<Skipped> take_skipped() override { return {}; }

 private:
  std::vector<BlobRef> blobs_;
  std::size_t listed_ = 0;
};

}  // namespace nhiscan
