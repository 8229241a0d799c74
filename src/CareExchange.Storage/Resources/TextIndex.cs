using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>The full-text index behind the writers: those who ask it bring it up to date, and read what it does not have yet themselves.</summary>
/// <remarks>Answers are exact at any time: up to the mark by the index, after it by the words of the rows. A row changed after the mark counts by its new words only.</remarks>
internal sealed class TextIndex(StorageDatabase database)
{
    private const int BatchSize = 500;

    // One question brings so much up to date at most; a store of millions takes a few questions, or the service that goes on in between.
    private const int BatchesPerQuestion = 8;

    // On PostgreSQL a transaction may commit after one that took its time later: so young a row stays beyond the mark.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    private const string Newer = "SELECT rid, updated, deleted, type, id, json FROM resource WHERE (updated, rid) > ($1, $2) AND updated <= $3 ORDER BY updated, rid LIMIT $4";
    private const string Beyond = "SELECT rid, type, id, json FROM resource WHERE (updated, rid) > ($1, $2) AND deleted = 0 ORDER BY updated, rid";

    /// <summary>Brings the index forward by a bounded step.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (var batch = 0; batch < BatchesPerQuestion; batch++)
        {
            if (!await StepAsync(cancellationToken)) return;
        }
    }

    /// <summary>One batch where somebody has asked before; false where nobody has, or nothing settled is left.</summary>
    public async Task<bool> GoOnAsync(CancellationToken cancellationToken)
    {
        await using (var reader = await database.ReadAsync(cancellationToken))
        {
            if ((await MarkAsync(reader, cancellationToken)).Updated < 0) return false;
        }

        return await StepAsync(cancellationToken);
    }

    /// <summary>One batch; false where nothing settled is left.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<(long Row, long Updated, ResourceText Text)> rows;
        (long Updated, long Row) mark;
        await using (var reader = await database.ReadAsync(cancellationToken))
        {
            mark = await MarkAsync(reader, cancellationToken);
            var settled = (database.Now() - Settled).ToMicroseconds();
            rows = await reader.ListAsync(
                new Statement(Newer, mark.Updated, mark.Row, settled, (long)BatchSize),
                row => (row.GetInt64(0), row.GetInt64(1), row.GetInt32(2) != 0 ? new ResourceText([], []) : ResourceText.Of(reader.Dialect.Bodies.Open(row.GetString(3), row.GetString(4), row.Bytes(5)))),
                cancellationToken);
        }

        if (rows.Count == 0) return false;
        await using var writer = await database.WriteAsync(cancellationToken);
        await writer.LockAsync("text-index", cancellationToken);

        // Somebody else may have been here first; what they did is done.
        if (await MarkAsync(writer, cancellationToken) == mark)
        {
            List<Statement> statements = [.. rows.SelectMany(row => database.Dialect.PutText(row.Row, row.Text.Narrative, row.Text.Content))];
            statements.Add(new Statement("UPDATE text_mark SET updated = $1, rid = $2 WHERE id = 1", rows[^1].Updated, rows[^1].Row));
            await writer.ExecuteAsync(statements, cancellationToken);
            await writer.CommitAsync(cancellationToken);
        }

        return rows.Count == BatchSize;
    }

    /// <summary>The request with what its full-text criteria need to be asked; the request itself where it has none.</summary>
    public static async Task<SearchRequest> ResolveAsync(DatabaseSession session, SearchRequest request, CancellationToken cancellationToken)
    {
        if (!request.AsksText) return request;
        var mark = await MarkAsync(session, cancellationToken);
        var newer = await session.ListAsync(new Statement(Beyond, mark.Updated, mark.Row), row => (Row: row.GetInt64(0), Text: ResourceText.Of(session.Dialect.Bodies.Open(row.GetString(1), row.GetString(2), row.Bytes(3)))), cancellationToken);
        return request with { Branches = [.. request.Branches.Select(branch => branch with { Criteria = [.. branch.Criteria.Select(Resolved)] })] };

        SearchCriterion Resolved(SearchCriterion criterion)
        {
            if (!criterion.AsksText) return criterion;
            if (criterion.Group is { } group) return criterion with { Group = group with { Members = [.. group.Members.Select(Resolved)] } };
            if (criterion.Link is { } link) return criterion with { Link = link with { Ends = [.. link.Ends.Select(end => end with { Criterion = Resolved(end.Criterion) })] } };
            var query = TextQuery.Parse(criterion.Values[0].Text)!;
            var isNarrative = TextSql.Column(criterion.Code) == "narrative";
            return criterion with { TextMatch = new(mark.Updated, mark.Row, [.. newer.Where(row => query.Matches(isNarrative ? row.Text.Narrative : row.Text.Content)).Select(row => row.Row)]) };
        }
    }

    private static Task<(long Updated, long Row)> MarkAsync(DatabaseSession session, CancellationToken cancellationToken) =>
        session.FirstAsync(new Statement("SELECT updated, rid FROM text_mark WHERE id = 1"), row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);
}
