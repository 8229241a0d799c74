namespace CareExchange.Mapping.Maps;

/// <summary>A rule's call of a group.</summary>
internal sealed class CompiledCall(CompiledGroup group, TransformArgument[] arguments)
{
    public void Run(MapRun run, int frame)
    {
        if (run.Push(group.FrameSize) is not { } inner) return;
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = arguments[i].Get(run, frame);
            run[inner, i] = value;
        }

        group.Run(run, inner);
        run.Pop(inner);
    }
}
