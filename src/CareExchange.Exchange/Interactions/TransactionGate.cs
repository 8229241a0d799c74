namespace CareExchange.Exchange.Interactions;

/// <summary>Bounds what transactions in work hold in memory: each takes as much as its Bundle is long, and waits its turn where too much is taken.</summary>
/// <remarks>First come, first served, so that a large one is not passed by for ever. One that is longer than all there is goes alone. Thread-safe.</remarks>
/// <param name="capacity">Bytes of Bundles in work at once.</param>
internal sealed class TransactionGate(long capacity)
{
    private readonly long _capacity = capacity;
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> _waiting = [];
    private long _free = capacity;

    /// <summary>Waits for room; disposing gives it back.</summary>
    public async Task<Lease> EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        var taken = Math.Min(bytes, _capacity);
        LinkedListNode<(long, TaskCompletionSource Turn)>? place = null;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _free >= taken) _free -= taken;
            else place = _waiting.AddLast((taken, new(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        if (place is null) return new(this, taken);
        await using var given = cancellationToken.UnsafeRegister(static (turn, token) => ((TaskCompletionSource)turn!).TrySetCanceled(token), place.Value.Turn);
        try
        {
            await place.Value.Turn.Task;
            return new(this, taken);
        }
        catch (OperationCanceledException)
        {
            // Who stood before it may have been all that kept others waiting.
            lock (_lock)
            {
                if (place.List is not null) _waiting.Remove(place);
                Admit();
            }

            throw;
        }
    }

    private void Leave(long bytes)
    {
        lock (_lock)
        {
            _free += bytes;
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } first && _free >= first.Value.Bytes)
        {
            _waiting.RemoveFirst();
            if (first.Value.Turn.TrySetResult()) _free -= first.Value.Bytes;
        }
    }

    /// <summary>Room that is taken.</summary>
    internal sealed class Lease(TransactionGate gate, long bytes) : IDisposable
    {
        private TransactionGate? _gate = gate;

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave(bytes);
    }
}
