namespace CareExchange.Exchange.Interactions;

/// <summary>Bounds what texts in work hold in memory: each takes as much as it is long, and waits its turn where too much is taken.</summary>
/// <remarks>First come, first served, so that a large one is not passed by for ever. One that is longer than all there is goes alone. Thread-safe.</remarks>
internal sealed class WorkGate
{
    private readonly long _capacity;
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> _waiting = [];
    private long _free;

    /// <summary>A gate with this much room.</summary>
    /// <param name="capacity">Bytes of texts in work at once.</param>
    public WorkGate(long capacity) => _capacity = _free = capacity;

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
        try
        {
            await place.Value.Turn.Task.WaitAsync(cancellationToken);
            return new(this, taken);
        }
        catch (OperationCanceledException)
        {
            // Its turn may have come at the same moment; or who stood before others may have been all that kept them waiting.
            lock (_lock)
            {
                if (place.List is null) _free += taken;
                else _waiting.Remove(place);
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
            _free -= first.Value.Bytes;
            first.Value.Turn.SetResult();
        }
    }

    /// <summary>Room that is taken.</summary>
    internal sealed class Lease(WorkGate gate, long bytes) : IDisposable
    {
        private WorkGate? _gate = gate;

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave(bytes);
    }
}
