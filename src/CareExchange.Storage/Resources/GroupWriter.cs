using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Persons;

namespace CareExchange.Storage.Resources;

/// <summary>Writes what is wholly prepared: whatever waits goes into one commit together, in a few statements, and everybody is told after it.</summary>
/// <remarks>A lane takes what has gathered while it committed what came before, so groups grow as the disk or the database slows down.
/// Each caller's work is done whole or not at all. Work that fails does not spoil its neighbours: then each is done alone.</remarks>
internal sealed class GroupWriter(StorageDatabase database)
{
    // Past this a group gains nothing, and those in it wait for each other.
    private const int GroupLimit = 256;

    // Resources, Provenance included. A commit of so many costs each of them next to nothing more than a larger one.
    private const int HeaviestGroup = 1024;

    // What is larger shares its pages among its own rows: a log before its commit would only be more to write and to hold.
    private const int LargestAhead = 512;

    // Writes that follow each other as closely as this are several, though each is alone.
    private static readonly TimeSpan Closely = TimeSpan.FromMilliseconds(20);

    // A thread that has nothing to do goes, and comes again with the next write.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly GatheredGroups<Work> _gathered = new(GroupLimit, static work => work.Resources.Count, HeaviestGroup);
    private readonly ConcurrentQueue<Work> _waiting = new();
    private readonly WatchedFollower _follower = WatchedFollower.Of(database);
    private int _lanes;
    private bool _isAhead;
    private long _written;

    /// <summary>Stores versions and audit rows; returns when they are durable.</summary>
    /// <returns>False, and nothing is stored, where one of the resources does not stand as it was prepared for (<see cref="PreparedResource.IfMatch"/>,
    /// its guard); or why one of the persons is refused.</returns>
    public Task<Outcome<bool>> WriteAsync(
        IReadOnlyList<PreparedResource> resources, IReadOnlyList<PersonRecord> persons, IReadOnlyList<AuditRow> audits, bool isShort, CancellationToken cancellationToken)
    {
        PreparedPerson[] prepared = persons.Count == 0 ? [] : [.. persons.Select(person => new PreparedPerson(database.Keys, person))];
        var done = new TaskCompletionSource<Outcome<bool>>(isShort ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new Work(resources, prepared, audits, done, isShort, cancellationToken);
        if (database.Dialect.GroupLanes == 1)
        {
            // One thread of its own: on the pool its turn would come behind all the requests that it is to answer.
            if (_gathered.Add(work)) new Thread(RunAlone) { IsBackground = true, Name = "writes" }.Start();
            return done.Task;
        }

        _waiting.Enqueue(work);
        OpenLane();
        return done.Task;
    }

    [SuppressMessage("Usage", "VSTHRD002:Avoid problematic synchronous waits", Justification = "The thread is its own, and has nothing to do until this group is written.")]
    private void RunAlone()
    {
        var group = new List<Work>(GroupLimit);
        while (_gathered.Take(group, Patience, isCommit: !_isAhead))
        {
            group.RemoveAll(IsGivenUp);
            if (group.Count > 0) WriteAsync(group).GetAwaiter().GetResult();
        }
    }

    private static bool IsGivenUp(Work work) => work.CancellationToken.IsCancellationRequested && work.Done.TrySetCanceled(work.CancellationToken);

    private void OpenLane()
    {
        for (var lanes = Volatile.Read(ref _lanes); lanes < database.Dialect.GroupLanes;)
        {
            var seen = Interlocked.CompareExchange(ref _lanes, lanes + 1, lanes);
            if (seen == lanes)
            {
                _ = Task.Run(RunAsync);
                return;
            }

            lanes = seen;
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var group = Take();
            if (group.Count > 0)
            {
                await WriteAsync(group);
                continue;
            }

            // Whoever came between the last look and the count going down has found all lanes taken.
            Interlocked.Decrement(ref _lanes);
            if (!_waiting.IsEmpty) OpenLane();
            return;
        }
    }

    private List<Work> Take()
    {
        var group = new List<Work>();
        while (group.Count < GroupLimit && _waiting.TryDequeue(out var work))
        {
            if (!IsGivenUp(work)) group.Add(work);
        }

        return group;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private async Task WriteAsync(IReadOnlyList<Work> group, bool mayBeAhead = true)
    {
        try
        {
            await CommitAsync(group, mayBeAhead);
            Volatile.Write(ref _written, Stopwatch.GetTimestamp());

            // The next group is written meanwhile.
            if (_follower.Follow is { } after && group.Any(static work => work.IsDone && work.HasConsents)) _ = EndAfterAsync(after, [.. group], _isAhead ? ConsentsOf(group) : []);
            else End(group);
        }
        catch (IOException) when (_isAhead)
        {
            // The log would not take it; the database may.
            _isAhead = false;
            await WriteAsync(group, mayBeAhead: false);
        }
        catch (Exception problem) when (group.Count > 1 && StorageFault.IsOfOne(problem))
        {
            foreach (var work in group) await WriteAsync([work]);
        }
        catch (LoadConflictException) when (group is [{ Refusal: not null }] or [{ IsDone: false }])
        {
            End(group);
        }
        catch (Exception problem)
        {
            foreach (var work in group) work.Done.TrySetException(problem);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private static async Task EndAfterAsync(Func<IReadOnlyList<StoredResource>, Task> after, IReadOnlyList<Work> group, IReadOnlyList<StoredResource> ahead)
    {
        try
        {
            await after(ahead);
            End(group);
        }
        catch (Exception problem)
        {
            foreach (var work in group) work.Done.TrySetException(problem);
        }
    }

    // Waking a thread for each costs more than the little that short ones have left to do: one of the pool does it for all of them, while this one writes the next group.
    private static void End(IReadOnlyList<Work> group)
    {
        var answered = new List<Work>(group.Count);
        foreach (var work in group)
        {
            if (work.IsShort) answered.Add(work);
            else work.End();
        }

        if (answered.Count > 0) ThreadPool.UnsafeQueueUserWorkItem(static works => works.ForEach(static work => work.End()), answered, preferLocal: false);
    }

    private async Task CommitAsync(IReadOnlyList<Work> group, bool mayBeAhead)
    {
        var claim = Claim(group);
        await using var session = mayBeAhead && MayBeAhead(group, claim)
            ? await database.WriteAheadAsync(Stopwatch.GetElapsedTime(Volatile.Read(ref _written)) < Closely ? group.Count + 1 : group.Count, claim, CancellationToken.None)
            : await database.WriteAsync(CancellationToken.None);
        _isAhead = session.IsAhead;
        var known = session.OnlyAdds ? [] : group.SelectMany(work => work.Resources).Where(resource => !resource.IsNew).Select(resource => resource.Key).Distinct();
        var current = await ResourceWriter.FindAsync(session, known, CancellationToken.None);
        var now = database.Now();
        var refused = await PersonBatch.SaveAsync(session, [.. group.SelectMany(work => work.Persons)], now, CancellationToken.None);
        var taken = new HashSet<(string, string)>();
        var puts = new List<JudgedPut>();
        var audits = new List<AuditRow>();
        foreach (var work in group)
        {
            work.Refusal = work.Persons.Select(person => refused.GetValueOrDefault(person.Person)).FirstOrDefault(refusal => refusal is not null);
            if (work.Refusal is not null && work.Persons.Count == 1) continue;

            // Others of its persons are written already: nothing of this commit may stand, and its neighbours begin again without it.
            if (work.Refusal is not null) throw new LoadConflictException("One of several persons is refused.", new InvalidOperationException(work.Refusal.Rule));

            // A neighbour's change of the same resource makes this one as late as anybody's else would.
            JudgedPut[] judged = [.. work.Resources.Select(resource => JudgedPut.Of(resource, current.GetValueOrDefault(resource.Key), now))];
            work.IsDone = Array.TrueForAll(judged, put => put.Writes) && !work.Resources.Any(resource => taken.Contains(resource.Key));
            if (!work.IsDone && work.Persons.Count > 0) throw new LoadConflictException("Its persons are written already.", new InvalidOperationException("One of the resources does not stand as it was prepared for."));
            if (!work.IsDone) continue;
            foreach (var resource in work.Resources) taken.Add(resource.Key);
            puts.AddRange(judged);
            audits.AddRange(work.Audits);
        }

        if (puts.Count == 0 && audits.Count == 0) return;
        var shard = database.NextAuditShard();
        if (audits.Count > 0) await ResourceWriter.AskAheadAsync(session, puts, AuditRows.AskTail(session.Dialect, shard), CancellationToken.None);
        TableRows[] trail = audits.Count == 0 ? [] : [await AuditRows.ChainAsync(session, shard, audits, CancellationToken.None)];
        session.Touch([.. puts.Select(static put => (put.Next.Type, put.Next.Id)), .. group.SelectMany(static work => work.Persons).SelectMany(PersonBatch.Names)]);
        if ((await ResourceWriter.WriteAsync(session, puts, trail, CancellationToken.None, commits: true)).Count > 0)
        {
            foreach (var work in group) work.IsDone = false;
            throw new LoadConflictException("Somebody else created one of the resources.", new InvalidOperationException("It did not stand when it was looked for."));
        }

        if (puts.Exists(put => put.Next.Type == "SearchParameter")) await database.TakeOverAsync();
    }

    // Others follow at once what is written of a parameter. Who withdraws a consent is told when that is committed.
    private static bool MayBeAhead(IReadOnlyList<Work> group, AheadClaim? claim) =>
        group.All(work => work.Resources.Count <= LargestAhead && work.Resources.All(static resource => AheadTypes.Has(resource.Type)) && (claim is not null || !work.HasConsents));

    // Where two of a group want one name, it is looked at in the transaction.
    private static AheadClaim? Claim(IReadOnlyList<Work> group)
    {
        if (!group.All(static work => work.Resources.All(static resource => resource.IsNew || resource.IsFirst))) return null;
        (string Type, string Id)[] resources = [.. group.SelectMany(static work => work.Resources).Where(static resource => !resource.IsNew).Select(static resource => resource.Key)];
        PreparedPerson[] persons = [.. group.SelectMany(static work => work.Persons)];
        var hasConsents = group.Any(static work => work.HasConsents);
        if (resources.Length == 0 && persons.Length == 0) return AheadClaim.New with { HasConsents = hasConsents };
        (string, string)[] names = [.. resources, .. persons.SelectMany(PersonBatch.Names)];
        return names.Distinct().Count() < names.Length ? null : new(
            names,
            async session => !await ResourceRows.AnyStandsAsync(session, resources, CancellationToken.None)
                && (persons.Length == 0 || await PersonBatch.AreAbsentAsync(session, persons, CancellationToken.None)))
        {
            HasConsents = hasConsents,
        };
    }

    private StoredResource[] ConsentsOf(IReadOnlyList<Work> group) =>
        [.. group.Where(static work => work.IsDone && work.HasConsents).SelectMany(static work => work.Resources).Where(static resource => resource.Type == AheadTypes.Consent).Select(resource => resource.As(1, database.Now()))];

    private sealed record Work(
        IReadOnlyList<PreparedResource> Resources, IReadOnlyList<PreparedPerson> Persons, IReadOnlyList<AuditRow> Audits, TaskCompletionSource<Outcome<bool>> Done, bool IsShort, CancellationToken CancellationToken)
    {
        public bool IsDone { get; set; }

        public Issue? Refusal { get; set; }

        public bool HasConsents { get; } = Resources.Any(static resource => resource.Type == AheadTypes.Consent);

        public void End() => Done.TrySetResult(Refusal is { } refusal ? refusal : IsDone);
    }
}
