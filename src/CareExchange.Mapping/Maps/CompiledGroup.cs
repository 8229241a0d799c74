namespace CareExchange.Mapping.Maps;

/// <summary>A group: its inputs are the first slots of its frame.</summary>
internal sealed class CompiledGroup(string name, int inputs)
{
    public string Name { get; } = name;

    public int Inputs { get; } = inputs;

    public int FrameSize { get; set; } = inputs;

    /// <summary>The group that this one extends; its rules run first.</summary>
    public CompiledGroup? Base { get; set; }

    public CompiledRule[] Rules { get; set; } = [];

    /// <summary>Runs it on its own inputs.</summary>
    public void Run(MapRun run, params ReadOnlySpan<MapValue> inputs)
    {
        if (run.Push(FrameSize) is not { } frame) return;
        for (var i = 0; i < inputs.Length; i++) run[frame, i] = inputs[i];
        Run(run, frame);
        run.Pop(frame);
    }

    /// <summary>Runs it in a frame whose first slots hold the inputs.</summary>
    public void Run(MapRun run, int frame)
    {
        if (Base is { } extended && run.Push(extended.FrameSize) is { } inner)
        {
            // A rule may give its variable an input's name, but never its slot: what the frame holds are still the inputs.
            for (var i = 0; i < Inputs; i++) run[inner, i] = run[frame, i];
            extended.Run(run, inner);
            run.Pop(inner);
        }

        foreach (var rule in Rules) rule.Run(run, frame);
    }
}
