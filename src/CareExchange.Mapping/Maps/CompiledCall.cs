namespace CareExchange.Mapping.Maps;

/// <summary>A rule's call of a group.</summary>
internal sealed class CompiledCall(CompiledGroup group, TransformArgument[] arguments)
{
    public void Run(MapRun run, int frame)
    {
        var inputs = new MapValue[arguments.Length];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = arguments[i].Get(run, frame);
        group.Run(run, inputs);
    }
}
