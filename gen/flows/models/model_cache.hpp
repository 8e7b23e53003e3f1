// SPDX-License-Identifier: Apache-2.0
// Generated models on disk. What is in the cache is code that will be loaded: it is ours alone, complete and undamaged,
// or it is not used.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kvolt {

/// Root of the cache, absolute: $KVOLT_CACHE, else $XDG_CACHE_HOME/kvolt, else ~/.cache/kvolt, else a directory of this
/// user's under $TMPDIR or /tmp.
std::string cache_directory();

/// Keeps an entry as it is while this lives: nobody builds it again or removes it.
class CacheUse {
public:
    explicit CacheUse(int file) : file_(file) {}
    ~CacheUse();
    CacheUse(const CacheUse&) = delete;
    CacheUse& operator=(const CacheUse&) = delete;

private:
    friend void discard_entry(const std::filesystem::path&, std::shared_ptr<const CacheUse>);
    int file_;
};

struct CacheEntry {
    std::filesystem::path path;
    bool built = false;  ///< it was not there, or damaged
    std::shared_ptr<const CacheUse> use;
};

struct CacheRequest {
    std::string name;                                         ///< of the entry, which says what it is made from
    std::vector<std::string> products;                        ///< files of it that will be used
    std::function<void(const std::filesystem::path&)> build;  ///< fills an empty directory
    std::function<void(const std::string&)> progress;         ///< words for people who wait; may be empty
    double patience_s = 3600;                                 ///< for another process that builds the same entry
};

/// Finds the entry, or builds it: in a directory beside, which takes its place when complete. An entry whose products
/// are not what was once built is built again. Throws ToolError: the cache belongs to somebody else or others may write
/// it, it cannot be written, the patience is at its end; and what `build` throws, after which nothing is left of it.
CacheEntry find_or_build(const CacheRequest& request);

/// Removes the entry unless somebody else uses it. `use` is given up.
void discard_entry(const std::filesystem::path& entry, std::shared_ptr<const CacheUse> use);

}  // namespace kvolt
