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
}
