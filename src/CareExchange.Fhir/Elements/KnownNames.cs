using System.Text;

namespace CareExchange.Fhir.Elements;

/// <summary>UTF-8 type names → strings, each made once: every resource says its type, and there are few.</summary>
internal static class KnownNames
{
    // Names come from documents, so what is kept is bounded in number and in length.
    private const int Slots = 1024;
    private const int LongestName = 64;
    private static readonly Entry?[] s_entries = new Entry?[Slots];

    private sealed record Entry(byte[] Utf8, string Text);

    /// <summary>The name as a string.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestName) return Encoding.UTF8.GetString(utf8);
        ref var slot = ref s_entries[Hash(utf8)];
        if (Volatile.Read(ref slot) is { } known && utf8.SequenceEqual(known.Utf8)) return known.Text;
        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, new(utf8.ToArray(), text));
        return text;
    }

    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = (uint)utf8.Length;
        foreach (var letter in utf8) hash = (hash * 31) + letter;
        return (int)((hash * 0x9E3779B1u) >> 22);
    }
}
