using System.Diagnostics;
using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Benchmarks.Consents;

/// <summary>What decisions cost without HTTP and without answers that are kept: processor time of the interaction, its record of the look included.</summary>
internal sealed class ConsentInProcess(StorageDatabase database, int persons, int among, int rounds)
{
    private static readonly Requester Nurse = new("nurse", "nurse", RequesterRole.ClinicNurse, ConsentTown.Clinic, ConsentTown.Clinic, PurposeOfUse.Treatment, false);
    private static readonly Requester Officer = new("officer", "officer", RequesterRole.ClinicNurse, ConsentTown.Office, ConsentTown.Office, PurposeOfUse.Treatment, false);
    private static readonly RequestTrace Trace = new("bench", null, null);

    private readonly ResourceStore _store = new(database);

    public async Task RunAsync(IReadOnlyList<string> only, CancellationToken cancellationToken)
    {
        var decider = new ConsentDecider(_store, LegalBasisRules.Default, TimeProvider.System);
        var search = new SearchInteraction(_store, new SearchQueryParser(database), decider, new AuditTrail(_store, TimeProvider.System));
        Console.WriteLine("| question | µs, median |");
        Console.WriteLine("|---|---:|");
        await DecideAsync(decider, "decision on one resource, by its tags", 1, cancellationToken);
        await DecideAsync(decider, "decision on one resource, by its content (label)", 0, cancellationToken);
        await ClockAsync(string.Create(CultureInfo.InvariantCulture, $"first decision about all {persons:N0} persons, by the clock"), async () => await decider.DecidePersonsAsync(Nurse, cancellationToken));
        await ClockAsync("the same for the next asker", async () => await decider.DecidePersonsAsync(Nurse with { Id = "other" }, cancellationToken));
        Print("decision about all persons, kept", await CostAsync(async _ => await decider.DecidePersonsAsync(Nurse, cancellationToken)));
        await ChangeAsync(decider, cancellationToken);

        Console.WriteLine();
        Console.WriteLine("| search, µs of processor | everything open | by consents | more by |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (var searches in ConsentSearches.All(persons, among).Where(one => only.Count == 0 || only.Contains(one.Name)))
        {
            IReadOnlyList<KeyValuePair<string, string>>[] queries = [.. searches.Queries.Select(QueryPairs.Parse)];
            async Task AskAsync(Requester requester, int turn)
            {
                var page = await search.SearchAsync(searches.Type, queries[turn % queries.Length], static _ => null, requester, Trace, cancellationToken);
                if (page.Value is not { } found || found.Matches.Count == 0) throw new InvalidOperationException($"'{searches.Name}' finds nothing.");
            }

            var (open, decided) = await CompareAsync(turn => AskAsync(Officer, turn), turn => AskAsync(Nurse, turn));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {searches.Name} | {open:N1} | {decided:N1} | {(decided / open - 1) * 100:N0} % |"));
        }

        await MaskAsync(search, cancellationToken);
    }

    // The same page to a role that is shown every number, and to one that the table shows fewer; as the town has them, none of its numbers is masked.
    private async Task MaskAsync(SearchInteraction masked, CancellationToken cancellationToken)
    {
        MaskingRule[] everything = [new(Officer.Role, "unique-number", "whole"), new(Officer.Role, "account-number", "whole")];
        var whole = new SearchInteraction(_store, new SearchQueryParser(database), new ConsentDecider(_store, LegalBasisRules.Default, TimeProvider.System, masking: new MaskingRules(everything)), new AuditTrail(_store, TimeProvider.System));
        var query = QueryPairs.Parse("family=Ki&_count=50");
        Task AskAsync(SearchInteraction search) => search.SearchAsync("Patient", query, static _ => null, Officer, Trace, cancellationToken);
        var (without, with) = await CompareAsync(_ => AskAsync(whole), _ => AskAsync(masked));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Masking, of a page of 50 Patients: {without:N1} µs without, {with:N1} µs with the table, {(with / without - 1) * 100:N0} % more"));
    }

    // What the first decision after a commit costs: where nothing about consents changed, and where one person's did.
    private async Task ChangeAsync(ConsentDecider decider, CancellationToken cancellationToken)
    {
        var (other, changed) = (new List<double>(), new List<double>());
        for (var round = 0; round < 21; round++)
        {
            await ConsentTown.ObserveAsync(_store, round, Environment.TickCount + round, cancellationToken);
            other.Add(await TimeAsync());
            await ConsentTown.ChangeAsync(_store, 7 + round, DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture), cancellationToken);
            changed.Add(await TimeAsync());
        }

        Print("first decision about all persons after a commit, by the clock", Median(other));
        Print("… after a consent that changed, by the clock", Median(changed));

        async Task<double> TimeAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await decider.DecidePersonsAsync(Nurse, cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
    }

    private async Task DecideAsync(ConsentDecider decider, string name, int person, CancellationToken cancellationToken)
    {
        var resource = (await _store.ReadAsync("Observation", ConsentTown.Person(person) + "-o0", cancellationToken))!;
        Print(name, await CostAsync(async _ =>
        {
            // A fresh look each time, as each answer makes one; a hundred resources, as a page has.
            var disclosure = new Disclosure(decider, Nurse);
            for (var at = 0; at < 100; at++) await disclosure.ReleaseAsync(resource, cancellationToken);
        }) / 100);
    }

    private static async Task ClockAsync(string name, Func<Task> ask)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await ask();
        Print(name, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        Print("… processor time", (Environment.CpuUsage.TotalTime - before).TotalMicroseconds);
    }

    private async Task<double> CostAsync(Func<int, Task> ask) => (await CompareAsync(ask, static _ => Task.CompletedTask)).First;

    // Both in turn, block by block: whatever else the machine does, it does to both.
    private async Task<(double First, double Second)> CompareAsync(Func<int, Task> first, Func<int, Task> second)
    {
        for (var turn = 0; turn < Math.Min(rounds, 400); turn++)
        {
            await first(turn);
            await second(turn);
        }

        var (one, other) = (new List<double>(), new List<double>());
        using var process = Process.GetCurrentProcess();
        for (var block = 0; block < 11; block++)
        {
            one.Add(await BlockAsync(first));
            other.Add(await BlockAsync(second));
        }

        return (Median(one), Median(other));

        async Task<double> BlockAsync(Func<int, Task> ask)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            for (var turn = 0; turn < rounds / 10; turn++) await ask(turn);
            process.Refresh();
            return (process.TotalProcessorTime - before).TotalMicroseconds / Math.Max(1, rounds / 10);
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static void Print(string name, double microseconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {microseconds:N1} |"));
}
