namespace CareExchange.Exchange.Interactions;

/// <summary>Pure work over all cores.</summary>
internal static class InParallel
{
    // Fewer are done before another thread has begun.
    private const int WorthSharing = 8;

    /// <summary>Does the work of every place, in any order; returns when all of it is done.</summary>
    public static void For(int count, Action<int> work)
    {
        if (count >= WorthSharing) Parallel.For(0, count, work);
        else for (var place = 0; place < count; place++) work(place);
    }
}
