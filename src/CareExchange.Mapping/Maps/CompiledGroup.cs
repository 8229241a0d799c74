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

    public void Run(MapRun run, MapValue[] inputs)
    {
        Base?.Run(run, inputs);
        if (run.Push(FrameSize) is not { } frame) return;
        for (var i = 0; i < inputs.Length; i++) run[frame, i] = inputs[i];
        foreach (var rule in Rules) rule.Run(run, frame);
        run.Pop(frame);
    }
}
