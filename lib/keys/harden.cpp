#include "keys/harden.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "keys/wiping_heap.hpp"

namespace pm::keys {

Result<void> harden_process() {
    ::umask(077);
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return fail(Errc::internal, "cannot rule out that a crash writes secrets to disk");
    }
    wipe_freed_memory();
    return {};
}

}  // namespace pm::keys
