using System.Globalization;

namespace CareExchange.Benchmarks.Core;

/// <summary>When one synthetic resource happened, and the small numbers that vary it.</summary>
internal readonly struct SyntheticMoment(int person, int index)
{
    private readonly int _seed = (int)(((uint)person * 7919) + ((uint)index * 104729) & 0xFFFFFF);

    /// <summary>The start, with an offset.</summary>
    public string Start => Text(0);

    /// <summary>A quarter of an hour later.</summary>
    public string End => Text(15);

    /// <summary>The start with milliseconds.</summary>
    public string Issued => Text(0).Insert(19, ".248");

    /// <summary>The day.</summary>
    public string Day => Text(0)[..10];

    /// <summary>A number from 0 up to, not including, the bound.</summary>
    public int Pick(int bound) => _seed / 13 % bound;

    private string Text(int minutes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{2012 + (_seed % 13)}-{1 + (_seed / 3 % 12):00}-{1 + (_seed / 5 % 28):00}T{6 + (_seed / 7 % 14):00}:{(_seed / 11 % 44) + minutes:00}:{_seed % 60:00}+09:00");
}
