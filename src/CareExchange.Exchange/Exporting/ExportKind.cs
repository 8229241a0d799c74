using System.Globalization;
using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Jobs;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Jobs;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Exporting;

/// <summary>Works out which versions an export holds; each step looks through some pages and saves their names with where it stands.</summary>
/// <remarks>Only names are kept. What leaves is read and judged again when a file is fetched, so a consent that is withdrawn in between, or
/// while the export runs, takes effect at once, and nobody's data lies about in files.</remarks>
public sealed class ExportKind(ResourceStore store, SearchQueryParser parser, HistoryQueryParser histories, ConsentDecider consent) : IJobKind
{
    /// <summary>The name its jobs carry.</summary>
    public const string Name = "export";

    private const string Key = "export";
    private const int NamesInStep = 5000;
    private const int NamesInFile = 50_000;
    private const int PersonsInStep = 50;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public async Task<JobStep> StepAsync(JobRow job, CancellationToken cancellationToken)
    {
        var state = ExportState.Read(job.State);
        var found = new List<(string Type, string Name)>();
        state = state switch
        {
            { IsAtDeletions: true } => await DeletionsAsync(state, found, cancellationToken),
            { Request.Patients: { } persons } => await PersonsAsync(state, persons, found, cancellationToken),
            _ => await SearchAsync(state, found, cancellationToken),
        };
        var (files, parts) = Files(state, found);
        state = state with { Files = files };
        var progress = string.Create(CultureInfo.InvariantCulture, $"{state.Count} resources");
        var step = IsOver(state) ? JobStep.Finish(state.Write(), progress) : JobStep.Continue(state.Write(), progress);
        return step with { Parts = parts };
    }

    private static bool IsOver(ExportState state) => state.IsAtDeletions && state.Cursor is null && state.Search > state.Searches.Count;

    // The whole level: one search after the other, page by page, within what the requester may know of.
    private async Task<ExportState> SearchAsync(ExportState state, List<(string, string)> found, CancellationToken cancellationToken)
    {
        var access = (await consent.DecidePersonsAsync(state.Requester.ToRequester(), cancellationToken)).Predicate;
        while (found.Count < NamesInStep)
        {
            if (state.Search >= state.Searches.Count) return AtDeletions(state);
            var search = state.Searches[state.Search];
            var result = await store.SearchAsync(RequestOf(state, search, state.Cursor), access, new Disclosure(consent, state.Requester.ToRequester()).JudgeAsync, cancellationToken);
            foreach (var match in result.Matches.Where(match => state.Request.Level == ExportLevel.System || match.Tags.Person is not null)) Add(state, match, found);
            state = result.NextCursor is { } next ? state with { Cursor = next } : state with { Cursor = null, Search = state.Search + 1 };
        }

        return state;
    }

    // Listed persons: each one decided for itself, everything about them in one pass unless filters ask for more.
    private async Task<ExportState> PersonsAsync(ExportState state, IReadOnlyList<string> persons, List<(string, string)> found, CancellationToken cancellationToken)
    {
        var whole = state.Searches.Where(search => search.Query.Length == 0).Select(search => search.Type).ToHashSet(StringComparer.Ordinal);
        for (var turn = 0; turn < PersonsInStep && found.Count < NamesInStep; turn++)
        {
            if (state.Person >= persons.Count) return AtDeletions(state);
            var person = persons[state.Person];
            var decision = await consent.DecideAsync(person, state.Requester.ToRequester(), cancellationToken);
            await foreach (var resource in store.ReadCompartmentAsync(person, cancellationToken))
            {
                if (whole.Contains(resource.Type) && IsInWindow(state, resource.LastUpdated) && decision.Permits(resource)) Add(state, resource, found);
            }

            foreach (var search in state.Searches.Where(search => search.Query.Length > 0))
            {
                string? cursor = null;
                do
                {
                    var result = await store.SearchAsync(RequestOf(state, search, cursor), decision.Predicate, cancellationToken);
                    foreach (var match in result.Matches.Where(match => match.Tags.Person == person)) Add(state, match, found);
                    cursor = result.NextCursor;
                }
                while (cursor is not null);
            }

            state = state with { Person = state.Person + 1 };
        }

        return state;
    }

    // What was deleted since: only told where somebody asks for what is new.
    private async Task<ExportState> DeletionsAsync(ExportState state, List<(string, string)> found, CancellationToken cancellationToken)
    {
        var over = state with { Cursor = null, Search = state.Searches.Count + 1 };
        if (state.Request.Since is not { } since) return over;
        var access = (await consent.DecidePersonsAsync(state.Requester.ToRequester(), cancellationToken)).Predicate;
        var types = state.Searches.Select(search => search.Type).ToHashSet(StringComparer.Ordinal);
        string query = state.Cursor is { } cursor ? $"_cursor={Uri.EscapeDataString(cursor)}" : $"_since={Uri.EscapeDataString(Time(since))}&_count={SearchRequest.MaximumCount}";
        var parsed = histories.Parse(null, null, QueryPairs.Parse(query), Key);
        if (parsed.Value is not { } request || !parsed.Succeeded) throw new InvalidOperationException("The history of an export cannot be asked for.");
        var page = await store.HistoryAsync(request, access, new Disclosure(consent, state.Requester.ToRequester()).JudgeAsync, cancellationToken);
        foreach (var version in page.Versions.Where(version => version.Deleted && types.Contains(version.Type) && IsInWindow(state, version.LastUpdated) && IsOfLevel(state, version.Tags.Person)))
        {
            // What came back afterwards is not gone.
            if (await store.ReadAsync(version.Type, version.Id, cancellationToken) is { Deleted: true }) found.Add((ExportFile.Deletions, NameOf(version)));
        }

        return page.NextCursor is { } next ? state with { Cursor = next } : over;
    }

    private static bool IsOfLevel(ExportState state, string? person) => state.Request switch
    {
        { Patients: { } persons } => person is not null && persons.Contains(person, StringComparer.Ordinal),
        { Level: ExportLevel.System } => true,
        _ => person is not null,
    };

    private static ExportState AtDeletions(ExportState state) => state with { IsAtDeletions = true, Cursor = null };

    private SearchRequest RequestOf(ExportState state, ExportFilter search, string? cursor)
    {
        var pairs = cursor is not null ? [new("_cursor", cursor)] : new List<KeyValuePair<string, string>>(QueryPairs.Parse(search.Query).Where(pair => pair.Key is not ("_count" or "_total")))
        {
            new("_lastUpdated", "le" + Time(Earlier(state.TransactionTime, state.Request.Until))),
            new("_count", SearchRequest.MaximumCount.ToString(CultureInfo.InvariantCulture)),
        };
        if (cursor is null && state.Request.Since is { } since) pairs.Add(new("_lastUpdated", "ge" + Time(since)));
        var parsed = parser.Parse(search.Type, pairs, Key);
        return parsed.Succeeded ? parsed.Value : throw new InvalidOperationException("A search of an export cannot be asked for.");
    }

    private static void Add(ExportState state, StoredResource resource, List<(string, string)> found)
    {
        if (IsInWindow(state, resource.LastUpdated)) found.Add((resource.Type, NameOf(resource)));
    }

    private static bool IsInWindow(ExportState state, DateTimeOffset updated) =>
        updated <= Earlier(state.TransactionTime, state.Request.Until) && (state.Request.Since is not { } since || updated >= since);

    private static DateTimeOffset Earlier(DateTimeOffset time, DateTimeOffset? other) => other < time ? other.Value : time;

    private static string NameOf(StoredResource resource) => string.Create(CultureInfo.InvariantCulture, $"{resource.Type}/{resource.Id}/{resource.Version}\n");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // A file is full at a number of names, so that no client has to take everything in one piece.
    private static (IReadOnlyList<ExportFile> Files, IReadOnlyList<JobPart> Parts) Files(ExportState state, List<(string Type, string Name)> found)
    {
        var files = state.Files.ToList();
        var parts = new List<JobPart>();
        foreach (var group in found.GroupBy(one => one.Type, StringComparer.Ordinal))
        {
            foreach (var names in group.Chunk(NamesInStep))
            {
                var at = files.FindLastIndex(file => file.Name.StartsWith(group.Key + ".", StringComparison.Ordinal));
                if (at < 0 || files[at].Count >= NamesInFile)
                {
                    var number = files.Count(file => file.Name.StartsWith(group.Key + ".", StringComparison.Ordinal)) + 1;
                    files.Add(new(string.Create(CultureInfo.InvariantCulture, $"{group.Key}.{number}"), group.Key == ExportFile.Deletions ? "Bundle" : group.Key, 0));
                    at = files.Count - 1;
                }

                files[at] = files[at] with { Count = files[at].Count + names.Length };
                parts.Add(new(files[at].Name, Encoding.UTF8.GetBytes(string.Concat(names.Select(name => name.Name)))));
            }
        }

        return (files, parts);
    }
}
