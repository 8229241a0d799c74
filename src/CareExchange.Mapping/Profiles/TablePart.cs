using System.Globalization;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>A table whose partner wants its good rows taken: what is wrong in one row leaves out that row as a whole, and says so.</summary>
/// <remarks>A row is never taken in part: half a row could say the opposite of the whole. The map runs again without the bad ones, so rows that speak of each other are counted right.</remarks>
internal sealed class TablePart(ProfileMap profile, ITableSource table, ReadOnlyMemory<byte> message, string? fileName)
{
    /// <summary>Rows turn out wrong only when they are mapped, or held against others: that is two or three rounds, never many.</summary>
    private const int MaxRounds = 20;

    private readonly HashSet<SourceRow> _without = [];
    private readonly List<Issue> _wrong = [];

    /// <summary>The good rows mapped; or issues where something is wrong that is no row's, or no row is good.</summary>
    public Outcome<MappingResult> Read()
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var reading = table.Read(message, _without);
            var badRows = reading.BadRows;
            IReadOnlyList<Issue> issues;
            if (!reading.Message.Succeeded)
            {
                issues = reading.Message.Issues;
            }
            else
            {
                using var document = reading.Message.Value.Document;
                var result = MessageRun.Run(profile, reading.Message.Value, [], message, fileName, isPartial: false, out badRows);
                if (result.Value is { } mapped && result.Succeeded) return Taken(mapped, reading.Rows);
                issues = result.Issues;
            }

            // What is no row's refuses the table, and so does a row that is wrong still after it was left out.
            if (badRows is not { Count: > 0 } || badRows.All(_without.Contains)) return Outcome.Failure<MappingResult>([.. _wrong, .. issues]);
            _wrong.AddRange(issues);
            _without.UnionWith(badRows);
            if (_without.Count >= reading.Rows) break;
        }

        return Outcome.Failure<MappingResult>(_wrong);
    }

    private MappingResult Taken(MappingResult result, int rows) => result.With(rows, _without.Count, Remarks(rows), Retry);

    private Outcome<MappingResult> Retry(IReadOnlyList<(SourcePosition Position, Issue Issue)> wrong)
    {
        var before = _without.Count;
        foreach (var (position, issue) in wrong)
        {
            var bang = position.Field.LastIndexOf('!');
            _without.Add(new(bang < 0 ? "" : position.Field[..bang], position.Line));
            _wrong.Add(issue with { Expression = position.Field, Line = position.Line, Column = position.Column });
        }

        return _without.Count > before ? Read() : Outcome.Failure<MappingResult>(_wrong);
    }

    private IEnumerable<Issue> Remarks(int rows)
    {
        if (_without.Count == 0) yield break;
        yield return Issue.Warning("incomplete", "map-rows-left-out", "Rows were left out; the others were taken.", "오류가 있는 행을 제외하고 나머지 행을 받았습니다.") with
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"{rows} rows"), Found = string.Create(CultureInfo.InvariantCulture, $"{rows - _without.Count} taken, {_without.Count} left out"),
        };
        foreach (var issue in _wrong) yield return issue.IsError ? issue with { Severity = IssueSeverity.Warning } : issue;
    }
}
