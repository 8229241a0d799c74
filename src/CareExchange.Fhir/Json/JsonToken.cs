using System.Runtime.InteropServices;

namespace CareExchange.Fhir.Json;

/// <summary>One JSON value in the flat table: where it stands and where the next value of its container begins.</summary>
/// <remarks>The first child of a container is the token right after it; a container ends where its <see cref="Next"/> begins.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct JsonToken
{
    /// <summary>Byte offset of the value; of a string the opening quote.</summary>
    public int Start;

    /// <summary>Bytes of the whole value, quotes and brackets included.</summary>
    public int Length;

    /// <summary>Index of the token that follows this value and everything in it.</summary>
    public int Next;

    /// <summary>Byte offset of the property name (behind its quote); 0 for array items and the root.</summary>
    public int NameStart;

    /// <summary>What the tagger said about the property.</summary>
    public int Tag;

    /// <summary>Bytes of the property name as written.</summary>
    public ushort NameLength;

    /// <summary>The kind of value.</summary>
    public JsonKind Kind;

    /// <summary>Facts about the value found while it was read.</summary>
    public JsonFlags Flags;
}

/// <summary>Facts about a token.</summary>
[Flags]
internal enum JsonFlags : byte
{
    /// <summary>Nothing to say.</summary>
    None = 0,

    /// <summary>The string holds a backslash escape.</summary>
    Escaped = 1,

    /// <summary>The property name holds a backslash escape.</summary>
    NameEscaped = 2,

    /// <summary>The value stands in an array.</summary>
    Item = 4,

    /// <summary>The property's name begins with an underscore and speaks of the primitive beside it.</summary>
    Sibling = 8,

    /// <summary>An object that has at least one <see cref="Sibling"/> property.</summary>
    HasSiblings = 16,
}

/// <summary>Asks for facts about a token.</summary>
internal static class JsonFlagsExtensions
{
    /// <summary>Whether a fact is stated. Enum.HasFlag boxes both sides wherever the compiler does not optimise.</summary>
    public static bool Has(this JsonFlags flags, JsonFlags fact) => (flags & fact) != JsonFlags.None;
}
