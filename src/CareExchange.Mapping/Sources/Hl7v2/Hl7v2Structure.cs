namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>A segment, or a group of segments, of a message structure.</summary>
/// <param name="Name">Segment id or group name.</param>
/// <param name="Items">What a group holds, in order; null for a segment.</param>
/// <param name="IsRequired">It must be there.</param>
/// <param name="IsList">It may repeat.</param>
internal sealed record Hl7v2Structure(string Name, IReadOnlyList<Hl7v2Structure>? Items, bool IsRequired, bool IsList)
{
    /// <summary>The segments that may come first: those up to and including the first required one.</summary>
    public IReadOnlySet<string> First { get; } = Items is null ? new HashSet<string>(StringComparer.Ordinal) { Name } : FirstOf(Items);

    /// <summary>Every segment that it may hold at any depth.</summary>
    public IReadOnlySet<string> All { get; } = Items is null ? new HashSet<string>(StringComparer.Ordinal) { Name } : Items.SelectMany(item => item.All).ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads the notation of chapter 2: <c>MSH [{SFT}] PATIENT(PID [PD1])</c>.</summary>
    /// <exception cref="FormatException">Brackets do not close, or a name is missing.</exception>
    public static Hl7v2Structure Parse(string name, string text)
    {
        var at = 0;
        var items = Read(text, ref at, '\0');
        return new(name, items, IsRequired: true, IsList: false);
    }

    private static List<Hl7v2Structure> Read(string text, ref int at, char closing)
    {
        List<Hl7v2Structure> items = [];
        for (; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == ' ') continue;
            if (letter == closing)
            {
                at++;
                return items;
            }

            if (letter is '[' or '{')
            {
                at++;
                foreach (var item in Read(text, ref at, letter == '[' ? ']' : '}'))
                {
                    items.Add(letter == '[' ? item with { IsRequired = false } : item with { IsList = true });
                }

                at--;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(letter)) throw new FormatException($"'{letter}' at {at} of '{text}'.");
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
            var name = text[start..at];
            IReadOnlyList<Hl7v2Structure>? inner = null;
            if (at < text.Length && text[at] == '(')
            {
                at++;
                inner = Read(text, ref at, ')');
            }

            items.Add(new(name, inner, IsRequired: true, IsList: false));
            at--;
        }

        return closing == '\0' ? items : throw new FormatException($"'{closing}' is missing in '{text}'.");
    }

    private static HashSet<string> FirstOf(IReadOnlyList<Hl7v2Structure> items)
    {
        var first = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            first.UnionWith(item.First);
            if (item.IsRequired) break;
        }

        return first;
    }
}
