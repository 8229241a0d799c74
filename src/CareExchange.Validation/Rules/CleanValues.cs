using System.Runtime.InteropServices;
using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Coded values that were found without fault before, by their bytes: health data says the same codes again and again.</summary>
/// <remarks>
/// Only for values whose rules look at nothing but the value: no extensions and no ids, which are judged by what is around them.
/// Bounded, and safe for any number of threads: a slot holds one immutable entry, and whoever comes later wins.
/// </remarks>
internal sealed class CleanValues
{
    private const int Slots = 4096;
    private const int LongestValue = 512;

    private readonly Entry?[] _entries = new Entry?[Slots];

    // What is seen once is not kept: a value earns its entry by coming back.
    private readonly uint[] _seen = new uint[Slots];

    private sealed record Entry(ElementRules Rules, ValidationOptions Options, byte[] Raw);

    /// <summary>Whether values of a type can be kept at all.</summary>
    public static bool Covers(string typeName) => typeName is "Coding" or "CodeableConcept";

    /// <summary>Whether these rules found just these bytes without fault, under the same options.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="value">The value.</param>
    /// <param name="run">The validation.</param>
    /// <param name="hash">To be handed to <see cref="Keep"/> afterwards.</param>
    public bool Knows(ElementRules rules, Element value, ValidationRun run, out uint hash)
    {
        var raw = value.Raw;
        hash = 0;
        if (raw.Length > LongestValue) return false;
        hash = Hash(raw);
        return Volatile.Read(ref _entries[hash % Slots]) is { } entry
            && ReferenceEquals(entry.Rules, rules) && ReferenceEquals(entry.Options, run.Options) && raw.SequenceEqual(entry.Raw);
    }

    /// <summary>Remembers a value that was found without fault.</summary>
    public void Keep(ElementRules rules, Element value, ValidationRun run, uint hash)
    {
        var raw = value.Raw;
        if (raw.Length > LongestValue) return;
        ref var seen = ref _seen[hash % Slots];
        if (seen != hash)
        {
            seen = hash;
            return;
        }

        // An escape could hide either name.
        if (raw.Contains((byte)'\\') || raw.IndexOf("\"id\""u8) >= 0 || raw.IndexOf("\"extension\""u8) >= 0) return;
        Volatile.Write(ref _entries[hash % Slots], new(rules, run.Options, raw.ToArray()));
    }

    private static uint Hash(ReadOnlySpan<byte> raw)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var hash = (ulong)raw.Length;
        for (; raw.Length >= sizeof(ulong); raw = raw[sizeof(ulong)..])
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(raw)) * Prime;
            hash ^= hash >> 32;
        }

        foreach (var letter in raw) hash = (hash ^ letter) * Prime;
        return (uint)(hash >> 32);
    }
}
