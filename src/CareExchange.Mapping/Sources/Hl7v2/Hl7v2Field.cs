namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>A field of a segment, or a component of a data type.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Name">Its property in the tree.</param>
/// <param name="Type">The data type; null for plain text.</param>
/// <param name="IsList">It may repeat.</param>
/// <param name="IsRequired">It must be valued.</param>
internal sealed record Hl7v2Field(int Number, string Name, string? Type, bool IsList, bool IsRequired)
{
    /// <summary>The type of OBX-5: what OBX-2 says.</summary>
    public const string Varies = "VARIES";

    /// <summary>Reads <c>name</c>, <c>name:TYPE</c>, with <c>*</c> and <c>!</c> behind; a dash has no name.</summary>
    public static Hl7v2Field Parse(string text, int number)
    {
        var plain = text.TrimEnd('*', '!');
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? plain : plain[..colon];
        var marks = text.AsSpan(plain.Length);
        return new(number, name is "-" or "" ? Unnamed(number) : name, colon < 0 ? null : plain[(colon + 1)..], marks.Contains('*'), marks.Contains('!'));
    }

    /// <summary>A field that nobody declared.</summary>
    public static string Unnamed(int number) => $"field{number}";
}
