namespace CareExchange.Fuzz;

/// <summary>Tries inputs that are made of those which reached something new: whatever a target throws is a finding.</summary>
/// <remarks>Bounded by the number of executions, never by time, and repeatable by its seed.</remarks>
public sealed class FuzzLoop
{
    private readonly InstrumentedContext _context = new();
    private readonly byte[] _seen = new byte[CoverageProbe.MapSize];
    private readonly List<byte[]> _corpus = [];
    private readonly Dictionary<string, (byte[] Input, Exception Problem)> _findings = new(StringComparer.Ordinal);

    /// <summary>The names of all targets.</summary>
    public static IReadOnlyList<string> Targets { get; } =
    [
        nameof(FuzzTargets.Json), nameof(FuzzTargets.Xml), nameof(FuzzTargets.FhirPath), nameof(FuzzTargets.FhirPathOnDocument),
        nameof(FuzzTargets.JsonPatching), nameof(FuzzTargets.FhirPathPatching), nameof(FuzzTargets.XmlPatching),
    ];

    /// <summary>How many inputs reached something new.</summary>
    public int CorpusSize => _corpus.Count;

    /// <summary>How many branches were taken.</summary>
    public int Covered => _seen.Count(bits => bits != 0);

    /// <summary>Called with each input before it is run, so that one which ends the process is not lost.</summary>
    public Action<byte[]>? OnInput { get; init; }

    /// <summary>Runs one target.</summary>
    /// <param name="target">One of <see cref="Targets"/>.</param>
    /// <param name="executions">How many inputs.</param>
    /// <param name="seed">Where the random numbers begin.</param>
    /// <param name="more">Inputs to begin with, beside the built-in ones.</param>
    /// <returns>One input for each kind of exception and the place it came from.</returns>
    public IReadOnlyCollection<(byte[] Input, Exception Problem)> Run(string target, int executions, ulong seed, IEnumerable<byte[]>? more = null)
    {
        var run = _context.Target(target);
        var mutator = new Mutator(FuzzSeeds.Words(target), seed);
        foreach (var input in FuzzSeeds.Of(target).Concat(more ?? [])) Try(run, input);
        if (_corpus.Count == 0) _corpus.Add([]);
        for (var i = 0; i < executions; i++) Try(run, mutator.Mutate(_corpus[mutator.Next(_corpus.Count)], _corpus[mutator.Next(_corpus.Count)]));
        return _findings.Values;
    }

    private void Try(Action<byte[]> run, byte[] input)
    {
        OnInput?.Invoke(input);
        _context.Clear();
        try
        {
            run(input);
        }
        catch (Exception problem)
        {
            var place = problem.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("CareExchange.Fhir", StringComparison.Ordinal)) ?? "";
            _findings.TryAdd($"{problem.GetType().Name} {problem.Message} {place}", (input, problem));
        }

        if (HasNew()) _corpus.Add(input);
    }

    // Counters are taken by their order of magnitude: once, twice, a few, many.
    private bool HasNew()
    {
        var isNew = false;
        var map = _context.Map.AsSpan();
        for (var i = 0; i < map.Length; i++)
        {
            var skipped = map[i..].IndexOfAnyExcept((byte)0);
            if (skipped < 0) break;
            i += skipped;
            var bit = (byte)(map[i] switch { 1 => 1, 2 => 2, 3 => 4, < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 });
            if ((_seen[i] & bit) != 0) continue;
            _seen[i] |= bit;
            isNew = true;
        }

        return isNew;
    }
}
