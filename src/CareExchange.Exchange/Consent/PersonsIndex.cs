using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>What one requester may see of every person, kept up to date with the commits: only persons whose Consents changed, or whose periods began or ended, are judged again.</summary>
/// <remarks>
/// Every decision asks the database what was written since the last one, so it is the decision of that moment on every node. Nothing is kept of persons
/// whose consents say nothing to this requester. Thread-safe: decisions that find nothing new do not wait for each other.
/// </remarks>
internal sealed class PersonsIndex(Requester requester, IReadOnlyList<LegalBasisRule> rules, ConsentPolicies consents, TimeProvider clock) : IDisposable
{
    private const int Chunk = 500;
    private readonly PersonsJudge _judge = new(requester, rules);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, PersonOpening> _open = new(StringComparer.Ordinal);

    // When a period of somebody's consent begins or ends, the person is judged again. A moment that has lost its meaning costs one judgement.
    private readonly PriorityQueue<string, DateTimeOffset> _moments = new();
    private readonly Dictionary<string, PersonOpening> _tables = new(StringComparer.Ordinal);
    private volatile State? _state;

    /// <summary>The decision of this moment.</summary>
    public async ValueTask<PersonsDecision> DecideAsync(CancellationToken cancellationToken)
    {
        if (_state is { } known && await IsCurrentAsync(known, cancellationToken)) return known.Decision;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_state is { } meanwhile && await IsCurrentAsync(meanwhile, cancellationToken)) return meanwhile.Decision;
            return (_state = await BringUpToDateAsync(clock.GetUtcNow(), cancellationToken)).Decision;
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
        if (!state.Holds(clock.GetUtcNow())) return false;
        var since = await consents.ChangesAsync(state.Horizon, cancellationToken);
        if (!since.Changes.All(change => state.Seen.Contains(change.Number))) return false;

        // Nothing new, and what was seen lies behind: the next look has less to pass over.
        if (since.Horizon > state.Horizon) Interlocked.CompareExchange(ref _state, state with { Horizon = since.Horizon }, state);
        return true;
    }

    private async Task<State> BringUpToDateAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = _state is { } state && !state.IsAhead(now) ? state : null;
        _state = null;
        var since = await consents.ChangesAsync(old?.Horizon ?? long.MaxValue, cancellationToken);
        IReadOnlyList<string> persons;
        if (old is null)
        {
            _open.Clear();
            _moments.Clear();
            _tables.Clear();
            persons = await consents.PersonsAsync(cancellationToken);
            if (requester.PersonId is { } own) persons = [.. persons.Union([own], StringComparer.Ordinal)];
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
        return new(
            _judge.Decide(_open.Select(pair => (pair.Key, pair.Value))),
            since.Horizon,
            since.Changes.Select(change => change.Number).ToHashSet(),
            now,
            _moments.TryPeek(out _, out var next) ? next : DateTimeOffset.MaxValue);
    }

    // Reading and judging has no order, and with some ten thousand persons takes seconds: every processor takes a part. What comes of it is put together one after another.
    private async Task JudgeAsync(IReadOnlyList<string> persons, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = new Queue<Task<IReadOnlyList<Judged>>>();
        try
        {
            foreach (var chunk in persons.Chunk(Chunk))
            {
                if (parts.Count >= Environment.ProcessorCount) Keep(await parts.Dequeue(), now);
                parts.Enqueue(Task.Run(() => JudgedAsync(chunk, now, cancellationToken), cancellationToken));
            }

            while (parts.Count > 0) Keep(await parts.Dequeue(), now);
        }
        finally
        {
            // Where one failed nobody goes on reading behind the caller's back.
            await Task.WhenAll(parts).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<IReadOnlyList<Judged>> JudgedAsync(string[] persons, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var policies = await consents.ActiveAsync(persons, cancellationToken);
        return [.. persons.Select(person => new Judged(person, _judge.Open(person, policies[person], now), [.. policies[person].SelectMany(policy => policy.Statements).SelectMany(statement => statement.Periods).SelectMany(period => period.Values)]))];
    }

    private void Keep(IReadOnlyList<Judged> judged, DateTimeOffset now)
    {
        foreach (var (person, opening, ranges) in judged)
        {
            if (opening.Key is null && opening.NamedIn.Count == 0) _open.Remove(person);
            else _open[person] = Shared(opening);
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
        if (_tables.TryGetValue(opening.Key, out var same)) return opening with { Key = same.Key, Open = same.Open };
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
