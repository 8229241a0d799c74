namespace CareExchange.Mapping.Sources;

/// <summary>Which character separates the fields of a text that does not say.</summary>
internal static class TextSeparator
{
    /// <summary>How many lines are looked at: titles may stand above the heading.</summary>
    private const int MaxLines = 20;

    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>The separator under which the most declared headings are found, or (where none is declared) the one that makes the most fields of the first line.</summary>
    public static char Sniff(string text, TableSheet table)
    {
        var best = (Separator: ',', Known: -1, Fields: 0);
        foreach (var candidate in Candidates)
        {
            var (known, fields) = Look(text, table, candidate);
            if (known > best.Known || (known == best.Known && fields > best.Fields)) best = (candidate, known, fields);
        }

        return best.Separator;
    }

    /// <summary>Spreadsheets may say it in a first line <c>sep=;</c>, which is no line of the table.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="separator">What the line names.</param>
    /// <returns>True where there is such a line.</returns>
    public static bool IsTold(string text, out char separator)
    {
        separator = default;
        if (!text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || text.Length < 5 || (text.Length > 5 && text[5] is not ('\r' or '\n'))) return false;
        separator = text[4];
        return true;
    }

    private static (int Known, int Fields) Look(string text, TableSheet table, char separator)
    {
        var (most, width, at) = (0, 0, 0);
        for (var line = 0; line < MaxLines && at < text.Length; line++)
        {
            var fields = Split(text, separator, ref at);
            if (width == 0 && fields.Exists(field => field.Length > 0)) width = fields.Count;
            most = Math.Max(most, fields.Count(field => table.Find(field) is not null));
        }

        return (most, width);
    }

    // One record: a line end inside quotes does not end it.
    private static List<string> Split(string text, char separator, ref int at)
    {
        List<string> fields = [];
        var start = at;
        var quoted = false;
        for (; at < text.Length; at++)
        {
            if (text[at] == '"') quoted = !quoted;
            else if (!quoted && text[at] == separator) Take(text[start..at], ref start, at, fields);
            else if (!quoted && text[at] is '\n' or '\r') break;
        }

        Take(text[start..at], ref start, at, fields);
        if (at < text.Length) at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        return fields;
    }

    private static void Take(string field, ref int start, int at, List<string> fields)
    {
        fields.Add(field.Trim().Trim('"').Trim());
        start = at + 1;
    }
}
