using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Profiles;

/// <summary>A table whose partner takes it without the rows that cannot be written. Every one that is missing is told.</summary>
/// <remarks>
/// A row can be spoilt by what it refers to as well as by what starts it, so the bad ones are found by writing halves: k bad ones among n cost about k·log₂ n tables.
/// What is wrong in every row is no row's fault and refuses the table.
/// </remarks>
internal sealed class OutputPart(Func<ReadOnlyMemory<byte>, Outcome<OutputResult>> write)
{
    /// <summary>A table of which so much is bad that this many tries do not find it is refused.</summary>
    private const int MostTries = 600;

    private readonly List<(string Json, bool IsMatch, string? Reference)> _entries = [];
    private readonly List<OutputLeftOut> _bad = [];
    private int _tries;

    /// <summary>The table; or the issues of the whole, where no row can be written or something is wrong that is no row's.</summary>
    public Outcome<OutputResult> Write(ReadOnlyMemory<byte> bundle)
    {
        var whole = write(bundle);
        if (whole.Value is not null && whole.Succeeded) return whole;
        if (!Read(bundle)) return whole;
        int[] matches = [.. Enumerable.Range(0, _entries.Count).Where(index => _entries[index].IsMatch)];
        if (matches.Length < 2 || !Find(matches, whole.Issues) || _bad.Count == matches.Length) return whole;

        int[] kept = [.. Enumerable.Range(0, _entries.Count).Except(_bad.Select(bad => bad.Entry))];
        var part = write(Bundle(kept));
        if (part.Value is not { } table || !part.Succeeded) return whole;
        IReadOnlyList<Issue> issues = [.. Remarks(matches.Length), .. part.Issues];
        return Outcome.Success(table.With(_bad, [.. table.ReadEntries.Select(entry => kept[entry])], issues), issues);
    }

    private IEnumerable<Issue> Remarks(int rows)
    {
        yield return Issue.Warning("incomplete", "table-rows-left-out", "Rows that cannot be written were left out; the others are in the table.", "쓸 수 없는 행을 빼고 나머지 행을 보냈습니다.") with
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"{rows} rows"), Found = string.Create(CultureInfo.InvariantCulture, $"{rows - _bad.Count} written, {_bad.Count} left out"),
        };
        foreach (var issue in _bad.SelectMany(bad => bad.Issues)) yield return issue.IsError ? issue with { Severity = IssueSeverity.Warning } : issue;
    }

    // False where it is given up.
    private bool Find(ReadOnlySpan<int> matches, IReadOnlyList<Issue> issues)
    {
        if (matches.Length == 1)
        {
            var entry = matches[0];
            var reference = _entries[entry].Reference;

            // A place in the table that was never made would mislead: the resource is named instead.
            _bad.Add(new(entry, reference, [.. issues.Select(issue => issue with { Expression = Moved(issue.Expression, entry), Line = null, Column = null, Expected = issue.Expected?.Replace("row 1 ", $"{reference} ", StringComparison.Ordinal) })]));
            return true;
        }

        var half = matches.Length / 2;
        return Try(matches[..half]) && Try(matches[half..]);
    }

    private bool Try(ReadOnlySpan<int> matches)
    {
        if (++_tries > MostTries) return false;
        var alone = matches.ToArray().ToHashSet();
        var tried = write(Bundle(Enumerable.Range(0, _entries.Count).Where(index => alone.Contains(index) || !_entries[index].IsMatch)));
        return tried.Succeeded || Find(matches, tried.Issues);
    }

    // The issue was found in a smaller Bundle, in which what starts the only row is its first match: tell its place in the one that was given.
    private string? Moved(string? expression, int entry)
    {
        const string start = "Bundle.entry[";
        if (expression is null || !expression.StartsWith(start, StringComparison.Ordinal) || expression.IndexOf(']', StringComparison.Ordinal) is not (> 0 and var end)) return expression;
        if (!int.TryParse(expression.AsSpan(start.Length, end - start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return expression;
        var there = Enumerable.Range(0, _entries.Count).Where(at => at == entry || !_entries[at].IsMatch).ElementAtOrDefault(index);
        return string.Create(CultureInfo.InvariantCulture, $"{start}{there}{expression.AsSpan(end)}");
    }

    private bool Read(ReadOnlyMemory<byte> bundle)
    {
        try
        {
            using var json = JsonDocument.Parse(bundle);
            if (!json.RootElement.TryGetProperty("entry", out var entries) || entries.ValueKind != JsonValueKind.Array) return false;
            foreach (var entry in entries.EnumerateArray())
            {
                if (entry.ValueKind != JsonValueKind.Object) return false;
                var isMatch = entry.TryGetProperty("search", out var search) && search.ValueKind == JsonValueKind.Object && Text(search, "mode") == "match";
                var reference = entry.TryGetProperty("resource", out var resource) && resource.ValueKind == JsonValueKind.Object && Text(resource, "id") is { } id ? $"{Text(resource, "resourceType")}/{id}" : null;
                _entries.Add((entry.GetRawText(), isMatch, reference));
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private ReadOnlyMemory<byte> Bundle(IEnumerable<int> entries)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", "searchset");
            json.WriteStartArray("entry");
            foreach (var index in entries) json.WriteRawValue(_entries[index].Json, skipInputValidation: true);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
