using System.Numerics;
using System.Text;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>Codes → concept indexes: open addressing over the table's own bytes, about six to ten bytes for each concept.</summary>
internal sealed class CodeIndex
{
    private const int StackLimit = 256;

    private readonly ConceptTable _concepts;
    private readonly bool _ignoresCase;
    private readonly int[] _slots;

    public CodeIndex(ConceptTable concepts, bool ignoresCase)
    {
        (_concepts, _ignoresCase) = (concepts, ignoresCase);
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)(concepts.Count * 5L / 4) + 1)];
        for (var index = 0; index < concepts.Count; index++)
        {
            // The first of two equal codes wins, as it does for whoever reads the definition from the top.
            ref var slot = ref Slot(concepts.CodeUtf8(index));
            if (slot == 0) slot = index + 1;
        }
    }

    /// <summary>What the index itself holds in memory, in bytes.</summary>
    public long ByteCount => _slots.Length * sizeof(int);

    /// <summary>The index of a code in UTF-8, or -1.</summary>
    public int Find(ReadOnlySpan<byte> code) => Slot(code) - 1;

    /// <summary>The index of a code, or -1.</summary>
    public int Find(ReadOnlySpan<char> code)
    {
        var length = Encoding.UTF8.GetMaxByteCount(code.Length);
        var bytes = length <= StackLimit ? stackalloc byte[StackLimit] : new byte[length];
        return Find(bytes[..Encoding.UTF8.GetBytes(code, bytes)]);
    }

    private ref int Slot(ReadOnlySpan<byte> code)
    {
        var mask = _slots.Length - 1;
        for (var at = Hash(code) & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref _slots[at];
            if (slot == 0) return ref slot;
            var known = _concepts.CodeUtf8(slot - 1);
            if (_ignoresCase ? AreEqual(known, code) : known.SequenceEqual(code)) return ref slot;
        }
    }

    // Seeded at random by the runtime: packages come from strangers, who must not be able to make all codes collide.
    private int Hash(ReadOnlySpan<byte> code)
    {
        var hash = default(HashCode);
        if (!_ignoresCase)
        {
            hash.AddBytes(code);
            return hash.ToHashCode();
        }

        Span<byte> folded = code.Length <= StackLimit ? stackalloc byte[StackLimit] : new byte[code.Length];
        for (var i = 0; i < code.Length; i++) folded[i] = Fold(code[i]);
        hash.AddBytes(folded[..code.Length]);
        return hash.ToHashCode();
    }

    // Byte by byte: Ascii.EqualsIgnoreCase finds no two texts equal that hold anything beyond ASCII.
    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (Fold(left[i]) != Fold(right[i])) return false;
        return true;
    }

    private static byte Fold(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
}
