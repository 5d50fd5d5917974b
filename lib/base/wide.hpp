#pragma once

namespace pm {

/// Room for the product of two amounts; ISO C++ has no such integer, both compilers do.
__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;

}  // namespace pm
