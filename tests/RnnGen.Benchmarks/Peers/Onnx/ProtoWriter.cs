using System.Buffers.Binary;
using System.Text;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>Writes the wire format of protocol buffers: as much of it as a small ONNX model needs.</summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly MemoryStream _bytes = new();

    /// <summary>Writes a number.</summary>
    public ProtoWriter Number(int field, long value)
    {
        Write((ulong)(field << 3 | Varint));
        Write((ulong)value);
        return this;
    }

    /// <summary>Writes a text.</summary>
    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes floats as the little-endian bytes a tensor's raw data wants.</summary>
    public ProtoWriter Floats(int field, ReadOnlySpan<float> values)
    {
        var raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }

        return Bytes(field, raw);
    }

    /// <summary>Writes 64-bit integers likewise.</summary>
    public ProtoWriter Integers(int field, ReadOnlySpan<long> values)
    {
        var raw = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * sizeof(long)), values[i]);
        }

        return Bytes(field, raw);
    }

    /// <summary>Writes a message within this one.</summary>
    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.ToArray());

    /// <summary>What was written so far.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    private ProtoWriter Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Write((ulong)(field << 3 | LengthDelimited));
        Write((ulong)bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    private void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.WriteByte((byte)(value | 0x80));
        }

        _bytes.WriteByte((byte)value);
    }
}
