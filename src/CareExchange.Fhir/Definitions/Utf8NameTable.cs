using System.Runtime.InteropServices;
using System.Text;

namespace CareExchange.Fhir.Definitions;

/// <summary>UTF-8 names → small numbers, by open addressing; frozen once built.</summary>
internal sealed class Utf8NameTable
{
    private readonly (byte[] Name, int Value)[] _slots;

    public Utf8NameTable(IReadOnlyCollection<KeyValuePair<string, int>> names)
    {
        var size = 4;
        while (size < names.Count * 2) size *= 2;
        _slots = new (byte[], int)[size];
        foreach (var (name, value) in names)
        {
            var key = Encoding.UTF8.GetBytes(name);
            var slot = Hash(key) & (size - 1);
            while (_slots[slot].Name is not null) slot = (slot + 1) & (size - 1);
            _slots[slot] = (key, value);
        }
    }

    /// <summary>The number of a name, or 0.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var mask = _slots.Length - 1;
        for (var slot = Hash(name) & mask; ; slot = (slot + 1) & mask)
        {
            ref readonly var entry = ref _slots[slot];
            if (entry.Name is null) return 0;
            if (name.SequenceEqual(entry.Name)) return entry.Value;
        }
    }

    // Element names differ early and in length; eight bytes and the length separate nearly all siblings.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        ulong head = 0;
        if (name.Length >= 8) head = MemoryMarshal.Read<ulong>(name) ^ MemoryMarshal.Read<ulong>(name[^8..]);
        else for (var i = 0; i < name.Length; i++) head = (head << 8) | name[i];
        return (int)(((head + (ulong)name.Length) * 0x9E3779B97F4A7C15) >> 40);
    }
}
