#pragma once

/// Nothing that was on the heap outlives its use there.
///
/// A secret that goes over the wire is for a moment in ordinary memory: in a header, a request's
/// text, a buffer of a library. Those who make such copies cannot all be told to wipe them; the one
/// place where all of them end is `delete`.

namespace pm::keys {

/// From now on, whatever this program gives back by `delete` is overwritten first. For good.
void wipe_freed_memory();

}  // namespace pm::keys
