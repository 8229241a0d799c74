namespace CareExchange.Mapping.Maps.Transforms;

/// <summary><c>(expression)</c> and <c>evaluate(x, 'expression')</c>: the first item that FHIRPath finds.</summary>
/// <param name="expression">The expression.</param>
/// <param name="focus">Where it starts; null for the rule's first source.</param>
/// <param name="ruleSlot">Slot of that first source.</param>
internal sealed class EvaluateTransform(PathExpression expression, TransformArgument? focus, int ruleSlot) : Transform
{
    public override MapValue Run(MapRun run, int frame) =>
        expression.Evaluate(run, frame, focus is { } argument ? argument.Get(run, frame) : run[frame, ruleSlot], marks: true);
}
