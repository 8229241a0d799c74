using System.Globalization;
using CareExchange.Cli.Conform.Validator;

namespace CareExchange.Cli.Conform;

/// <summary>The public validator suite. A case with a profile is two results.</summary>
internal sealed class ValidatorSuite : IConformanceSuite
{
    public string Kind => "validator";

    public string Description => "manifest.json with instances and outcomes/: whether there is an error, as the HL7 Java validator found.";

    public IEnumerable<ConformanceResult> Run(DirectoryInfo folder) => ValidatorCases.Run(folder).Select(Result);

    private static ConformanceResult Result(ValidatorResult result)
    {
        var name = $"{result.Case} ({result.Run})";
        if (result.IsEqual is not { } isEqual) return new(name, Verdict.Skipped, result.Detail);
        var places = result.ExpectedErrors == 0 ? null
            : string.Create(CultureInfo.InvariantCulture, $"{result.SharedErrors} of {result.ExpectedErrors} errors have their code and place");
        return new(name, isEqual ? Verdict.Passed : Verdict.Failed, isEqual ? places : result.Detail);
    }
}
