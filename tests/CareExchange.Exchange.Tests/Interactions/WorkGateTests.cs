using CareExchange.Exchange.Interactions;

namespace CareExchange.Exchange.Tests.Interactions;

public sealed class WorkGateTests
{
    [Fact]
    public async Task Who_finds_no_room_waits_in_order_and_the_largest_goes_alone()
    {
        var gate = new WorkGate(10);
        var small = await gate.EnterAsync(4, default);
        var large = gate.EnterAsync(1000, default);
        var late = gate.EnterAsync(1, default);
        Assert.False(large.IsCompleted || late.IsCompleted);

        small.Dispose();
        small.Dispose();
        var alone = await large;
        Assert.False(late.IsCompleted);

        alone.Dispose();
        (await late).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_room_and_lets_the_next_in()
    {
        var gate = new WorkGate(10);
        var first = await gate.EnterAsync(6, default);
        using var stop = new CancellationTokenSource();
        var givenUp = gate.EnterAsync(10, stop.Token);
        var next = gate.EnterAsync(4, default);

        await stop.CancelAsync();
        await Task.WhenAny(givenUp);
        Assert.True(givenUp.IsCanceled);
        using var room = await next.WaitAsync(TimeSpan.FromSeconds(30));
        first.Dispose();
        using var all = await gate.EnterAsync(6, default);
    }
}
