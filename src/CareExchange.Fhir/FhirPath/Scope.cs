namespace CareExchange.Fhir.FhirPath;

/// <summary>What a step sees: the run, <c>$this</c>, <c>$index</c> and <c>$total</c>.</summary>
internal readonly struct Scope(Evaluation run, in PathItem @this, int? index = null, Items? total = null)
{
    public readonly Evaluation Run = run;
    public readonly PathItem This = @this;
    public readonly int? Index = index;
    public readonly Items? Total = total;

    /// <summary>The scope of one item of an iteration.</summary>
    public Scope Over(in PathItem item, int index) => new(Run, item, index, Total);
}

/// <summary>A compiled step: appends what it finds to <paramref name="output"/>.</summary>
internal delegate void Step(in Scope scope, Items output);
