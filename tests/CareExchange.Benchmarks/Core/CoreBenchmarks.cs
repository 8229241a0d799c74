using BenchmarkDotNet.Attributes;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Benchmarks.Core;

/// <summary>The questions of <c>core</c> for BenchmarkDotNet: one operation is one record of invented resources, all their bytes.</summary>
[MemoryDiagnoser]
public class CoreBenchmarks
{
    private readonly byte[][] _resources = [.. SyntheticResources.Create(SyntheticRecord.Count * 8)];
    private readonly CoreQuestion _parse = CoreQuestion.Parse(Schema.R4);
    private readonly CoreQuestion _validate = CoreQuestion.Validate(Schema.R4);
    private readonly CoreQuestion _extract = CoreQuestion.Extract(Schema.R4);
    private readonly CoreQuestion _fhirPath = CoreQuestion.FhirPath(Schema.R4);

    /// <summary>The platform's own reader.</summary>
    [Benchmark(Baseline = true)]
    public int JsonDocumentParse() => Ask(CoreQuestion.Baseline);

    /// <summary>Read, with every property resolved to its definition.</summary>
    [Benchmark]
    public int Parse() => Ask(_parse);

    /// <summary>Read and judged by base R4.</summary>
    [Benchmark]
    public int Validate() => Ask(_validate);

    /// <summary>Read, and all search parameter values taken out.</summary>
    [Benchmark]
    public int Extract() => Ask(_extract);

    /// <summary>Read, and eight common expressions evaluated.</summary>
    [Benchmark]
    public int FhirPath() => Ask(_fhirPath);

    private int Ask(CoreQuestion question)
    {
        var sum = 0;
        foreach (var resource in _resources) sum += question.Ask(resource);
        return sum;
    }
}
