using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Tests.Numerics;

public class AlignedBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(30_000)] // on the large object heap, where arrays start elsewhere
    public void StartsOnABoundaryOf64Bytes(int length)
    {
        // Arrays of odd sizes in between keep the allocations from all starting at the same place by chance.
        for (int i = 0; i < 20; i++)
        {
            _ = GC.AllocateArray<byte>(i * 8 + 1, pinned: true);
            Assert.Equal(0, Address(ref new AlignedBuffer<float>(length).At(0)) % 64);
            Assert.Equal(0, Address(ref new AlignedBuffer<double>(length).At(0)) % 64);
        }
    }

    [Fact]
    public void DoesNotMoveWhenMemoryIsCompacted()
    {
        var buffer = new AlignedBuffer<float>(100);
        buffer.At(99) = 7;
        nint before = Address(ref buffer.At(0));
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.Equal(before, Address(ref buffer.At(0)));
        Assert.Equal(7, buffer.At(99));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    public void HoldsThatManyZerosReachedBothWays(int length)
    {
        var buffer = new AlignedBuffer<double>(length);
        Assert.Equal(new double[length], buffer.Slice(0, length));

        buffer.At(length - 1) = 5;
        Assert.Equal(5, buffer.Slice(length - 1, 1)[0]);
        Assert.True(Unsafe.AreSame(ref buffer.At(0), ref buffer.Slice(0, length)[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void RefusesALengthBelowOne(int length)
    {
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer<float>(length)).ParamName);
    }

    [Fact]
    public void RefusesASliceThatLeavesTheArray()
    {
        var buffer = new AlignedBuffer<float>(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = buffer.Slice(0, 10 + 64); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = buffer.Slice(-64, 1); });
    }

    // Elements are pinned, so the address stays true; the byte offset from a null reference is that address.
    private static nint Address<T>(ref T element) => Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref element);
}
