using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>What one requester may see of every person, kept up to date with the commits: only persons whose Consents changed, or whose periods began or ended, are judged again.</summary>
/// <remarks>
/// Every decision asks the database what was written since the last one, so it is the decision of that moment on every node. Nothing is kept of persons
/// whose consents say nothing to this requester. Thread-safe: decisions that find nothing new do not wait for each other.
/// </remarks>
internal sealed class PersonsIndex : IDisposable
{
    private const int Chunk = 500;
    private readonly Requester _requester;
    private readonly ConsentPolicies _consents;
    private readonly TimeProvider _clock;
    private readonly PersonsJudge _judge;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, PersonOpening> _open = new(StringComparer.Ordinal);

    // When a period of somebody's consent begins or ends, the person is judged again. A moment that has lost its meaning costs one judgement.
    private readonly PriorityQueue<string, DateTimeOffset> _moments = new();
    private readonly Dictionary<string, PersonOpening> _tables = new(StringComparer.Ordinal);
    private OpenGroups _groups;
    private volatile State? _state;

    public PersonsIndex(Requester requester, IReadOnlyList<LegalBasisRule> rules, ConsentPolicies consents, TimeProvider clock)
    {
        (_requester, _consents, _clock) = (requester, consents, clock);
        _judge = new PersonsJudge(requester, rules);
        _groups = new OpenGroups(_judge.Everywhere);
    }

    /// <summary>How many persons it keeps something of.</summary>
    public int Kept { get; private set; }

    /// <summary>The decision of this moment.</summary>
    public async ValueTask<PersonsDecision> DecideAsync(CancellationToken cancellationToken)
    {
        if (_state is { } known && await IsCurrentAsync(known, cancellationToken)) return known.Decision;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_state is { } meanwhile && await IsCurrentAsync(meanwhile, cancellationToken)) return meanwhile.Decision;
            return (_state = await BringUpToDateAsync(_clock.GetUtcNow(), cancellationToken)).Decision;
        }
        catch
        {
            // Half a change is no index.
            _state = null;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<bool> IsCurrentAsync(State state, CancellationToken cancellationToken)
    {
        if (!state.Holds(_clock.GetUtcNow())) return false;
        var since = await _consents.ChangesAsync(state.Horizon, cancellationToken);
        if (!since.Changes.All(change => state.Seen.Contains(change.Number))) return false;

        // Nothing new, and what was seen lies behind: the next look has less to pass over.
        if (since.Horizon > state.Horizon) Interlocked.CompareExchange(ref _state, state with { Horizon = since.Horizon }, state);
        return true;
    }

    private async Task<State> BringUpToDateAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = _state is { } state && !state.IsAhead(now) ? state : null;
        _state = null;
        var since = await _consents.ChangesAsync(old?.Horizon ?? long.MaxValue, cancellationToken);
        IReadOnlyList<string> persons;
        if (old is null)
        {
            _open.Clear();
            _moments.Clear();
            _tables.Clear();
            _groups = new OpenGroups(_judge.Everywhere);
            persons = await _consents.PersonsAsync(cancellationToken);
            if (_requester.PersonId is { } own) persons = [.. persons.Union([own], StringComparer.Ordinal)];
        }
        else
        {
            var changed = since.Changes.Where(change => !old.Seen.Contains(change.Number)).Select(change => change.Person).OfType<string>().ToHashSet(StringComparer.Ordinal);
            while (_moments.TryPeek(out var person, out var moment) && moment <= now)
            {
                _moments.Dequeue();
                changed.Add(person);
            }

            persons = [.. changed];
        }

        await JudgeAsync(persons, now, cancellationToken);
        Kept = _open.Count;
        return new(
            _groups.Decide(),
            since.Horizon,
            since.Changes.Select(change => change.Number).ToHashSet(),
            now,
            _moments.TryPeek(out _, out var next) ? next : DateTimeOffset.MaxValue);
    }

    // Reading and judging has no order, and with some ten thousand persons takes seconds: every processor takes a part. What comes of it is put together one after another.
    private async Task JudgeAsync(IReadOnlyList<string> persons, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (parts, memo, changes) = (new Queue<Task<IReadOnlyList<Judged>>>(), new OpeningMemo(), new List<(string, PersonOpening?, PersonOpening)>(persons.Count));
        try
        {
            foreach (var chunk in persons.Chunk(Chunk))
            {
                if (parts.Count >= Environment.ProcessorCount) Keep(await parts.Dequeue(), now, changes);
                parts.Enqueue(Task.Run(() => JudgedAsync(chunk, now, memo, cancellationToken), cancellationToken));
            }

            while (parts.Count > 0) Keep(await parts.Dequeue(), now, changes);
            _groups.Change(changes);
        }
        finally
        {
            // Where one failed nobody goes on reading behind the caller's back.
            await Task.WhenAll(parts).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<IReadOnlyList<Judged>> JudgedAsync(string[] persons, DateTimeOffset now, OpeningMemo memo, CancellationToken cancellationToken)
    {
        var policies = await _consents.ActiveAsync(persons, cancellationToken);
        return [.. persons.Select(person =>
        {
            IReadOnlyList<ConsentPolicy> own = [.. policies[person]];
            return new Judged(person, _judge.Open(person, own, now, memo), RangesOf(own));
        })];
    }

    private static IReadOnlyList<TimeRange> RangesOf(IReadOnlyList<ConsentPolicy> policies)
    {
        List<TimeRange>? ranges = null;
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Statements)
            {
                foreach (var period in statement.Periods) (ranges ??= []).AddRange(period.Values);
            }
        }

        return ranges is null ? [] : ranges;
    }

    private void Keep(IReadOnlyList<Judged> judged, DateTimeOffset now, List<(string, PersonOpening?, PersonOpening)> changes)
    {
        foreach (var (person, opening, ranges) in judged)
        {
            var before = _open.GetValueOrDefault(person);
            var after = Shared(opening);
            if (after.Key is null && after.NamedIn.Count == 0) _open.Remove(person);
            else _open[person] = after;
            if (before is not null || after.Key is not null || after.NamedIn.Count > 0) changes.Add((person, before, after));
            foreach (var range in ranges)
            {
                if (range.From > now) _moments.Enqueue(person, range.From);
                if (range.Until > now && range.Until < DateTimeOffset.MaxValue) _moments.Enqueue(person, range.Until);
            }
        }
    }

    // A handful of tables serves all persons: each is kept once.
    private PersonOpening Shared(PersonOpening opening)
    {
        if (opening.Key is null) return opening;
        if (_tables.TryGetValue(opening.Key, out var same)) return ReferenceEquals(same.Open, opening.Open) ? opening : opening with { Key = same.Key, Open = same.Open };
        return _tables[opening.Key] = opening;
    }

    private readonly record struct Judged(string Person, PersonOpening Opening, IReadOnlyList<TimeRange> Ranges);

    private sealed record State(PersonsDecision Decision, long Horizon, IReadOnlySet<long> Seen, DateTimeOffset At, DateTimeOffset Until)
    {
        // Clocks are put right by fractions of a second; what was decided a moment ahead is as good.
        private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(2);

        public bool IsAhead(DateTimeOffset now) => now < At - s_slack;

        public bool Holds(DateTimeOffset now) => !IsAhead(now) && now < Until;
    }
}
