using System.Text.Json;
using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans;

/// <summary>The list of services that do not go together, as data.</summary>
public static class BenefitPairs
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The list that comes with the gateway.</summary>
    public static IReadOnlyList<BenefitPair> Default { get; } = LoadDefault();

    /// <summary>Reads a list in the form of <c>benefit-pairs.json</c>.</summary>
    /// <exception cref="JsonException">It has another form.</exception>
    public static IReadOnlyList<BenefitPair> Read(ReadOnlySpan<byte> json)
    {
        var document = JsonSerializer.Deserialize<Document>(json, Options);
        return [.. (document?.Pairs ?? []).Select(pair => new BenefitPair(pair.First, pair.Second, pair.Forbidden, new(pair.Korean, pair.English)))];
    }

    private static IReadOnlyList<BenefitPair> LoadDefault()
    {
        using var stream = typeof(BenefitPairs).Assembly.GetManifestResourceStream("CarePlans/benefit-pairs.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }

    private sealed record Document(IReadOnlyList<Pair> Pairs);

    private sealed record Pair(IReadOnlyList<string> First, IReadOnlyList<string> Second, bool Forbidden, string Korean, string English);
}
