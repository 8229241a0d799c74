using CareExchange.Identity.Caching;

namespace CareExchange.Identity.Tests.Caching;

public class BriefCacheTests
{
    private readonly MovableClock _clock = new();

    [Fact]
    public void A_value_is_remembered_for_its_lifetime_and_no_longer()
    {
        var cache = new BriefCache<string>(TimeSpan.FromSeconds(5), _clock);
        cache.Put("key", "value", cache.Mark());

        _clock.Advance(TimeSpan.FromSeconds(4.999));
        Assert.True(cache.TryGet("key", out _));
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.False(cache.TryGet("key", out _));
    }

    [Fact]
    public void A_lookup_under_way_while_its_key_is_evicted_is_not_remembered()
    {
        var cache = new BriefCache<string>(TimeSpan.FromSeconds(5), _clock);

        var mark = cache.Mark();
        cache.Evict("key");
        cache.Put("key", "read before the eviction", mark);

        Assert.False(cache.TryGet("key", out _));
    }

    [Fact]
    public void A_lifetime_of_zero_remembers_nothing()
    {
        var cache = new BriefCache<string>(TimeSpan.Zero, _clock);
        cache.Put("key", "value", cache.Mark());
        Assert.False(cache.TryGet("key", out _));
    }

    [Fact]
    public void It_stays_bounded_however_many_keys_come()
    {
        var cache = new BriefCache<string>(TimeSpan.FromHours(1), _clock);
        for (var number = 0; number < 10_001; number++) cache.Put($"key-{number}", "value", cache.Mark());

        Assert.False(cache.TryGet("key-0", out _));
        Assert.True(cache.TryGet("key-10000", out _));
    }

    [Fact]
    public async Task Many_who_ask_for_the_same_share_one_lookup()
    {
        var (cache, lookups, answer) = (new BriefCache<string>(TimeSpan.FromSeconds(5), _clock), 0, new TaskCompletionSource<string?>());
        Task<string?>[] asked = [.. Enumerable.Range(0, 64).Select(_ => cache.FindAsync("key", Find, default).AsTask())];

        answer.SetResult("value");

        Assert.All(await Task.WhenAll(asked), found => Assert.Equal("value", found));
        Assert.Equal("value", await cache.FindAsync("key", Find, default));
        Assert.Equal(1, lookups);

        Task<string?> Find(CancellationToken cancellationToken)
        {
            lookups++;
            return answer.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Who_asks_after_an_eviction_is_not_told_what_was_read_before_it()
    {
        var (cache, first) = (new BriefCache<string>(TimeSpan.FromSeconds(5), _clock), new TaskCompletionSource<string?>());
        var before = cache.FindAsync("key", _ => first.Task.WaitAsync(TestContext.Current.CancellationToken), default);
        cache.Evict("key");

        Assert.Equal("after", await cache.FindAsync("key", _ => Task.FromResult<string?>("after"), default));
        first.SetResult("before");

        Assert.Equal("before", await before);
        Assert.Equal("after", await cache.FindAsync("key", _ => Task.FromResult<string?>("read again"), default));
    }

    [Fact]
    public async Task A_lookup_that_fails_is_told_to_all_who_wait_and_tried_again_by_the_next()
    {
        var (cache, broken) = (new BriefCache<string>(TimeSpan.FromSeconds(5), _clock), new TaskCompletionSource<string?>());
        Task<string?>[] asked = [.. Enumerable.Range(0, 3).Select(_ => cache.FindAsync("key", _ => broken.Task.WaitAsync(TestContext.Current.CancellationToken), default).AsTask())];
        broken.SetException(new TimeoutException());

        foreach (var one in asked) await Assert.ThrowsAsync<TimeoutException>(() => one.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal("value", await cache.FindAsync("key", _ => Task.FromResult<string?>("value"), default));
    }

    [Fact]
    public async Task Who_goes_away_does_not_take_the_lookup_from_the_others()
    {
        var (cache, answer) = (new BriefCache<string>(TimeSpan.FromSeconds(5), _clock), new TaskCompletionSource<string?>());
        using var gone = new CancellationTokenSource();
        var first = cache.FindAsync("key", _ => answer.Task.WaitAsync(TestContext.Current.CancellationToken), gone.Token).AsTask();
        var second = cache.FindAsync("key", _ => answer.Task.WaitAsync(TestContext.Current.CancellationToken), default).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TestContext.Current.CancellationToken));

        answer.SetResult("value");

        Assert.Equal("value", await second);
    }
}
