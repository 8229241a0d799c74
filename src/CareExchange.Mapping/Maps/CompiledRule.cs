using CareExchange.Fhir.Elements;
using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Maps;

/// <summary>A rule: for every combination of its sources' matches make its targets, then its groups and inner rules.</summary>
internal sealed class CompiledRule(string map, string path, MapPosition position)
{
    /// <summary>Canonical url of the map it stands in.</summary>
    public string Map { get; } = map;

    /// <summary>Group and rule names, or positions in the map where a rule has no name: <c>Person/name</c>.</summary>
    public string Path { get; } = path;

    public MapPosition Position { get; } = position;

    public CompiledSource[] Sources { get; set; } = [];

    public CompiledTarget[] Targets { get; set; } = [];

    public CompiledCall[] Calls { get; set; } = [];

    public CompiledRule[] Rules { get; set; } = [];

    /// <summary>False for a rule that only checks or logs: what it looks at does not count as mapped.</summary>
    private bool Makes => Targets.Length + Calls.Length + Rules.Length > 0;

    public void Run(MapRun run, int frame)
    {
        if (!run.Step()) return;
        var (rule, origin, index) = (run.Rule, run.Origin, run.Index);
        run.Rule = this;
        Match(run, frame, 0);
        (run.Rule, run.Origin, run.Index) = (rule, origin, index);
    }

    private void Match(MapRun run, int frame, int source)
    {
        if (source == Sources.Length)
        {
            Fire(run, frame);
            return;
        }

        var step = Sources[source];
        var matches = run.RentList();
        step.Collect(run, frame, matches);
        for (var i = 0; i < matches.Count && !run.IsExhausted; i++)
        {
            run[frame, step.Slot] = matches[i];
            if (source == 0)
            {
                run.Index = i;
                if (matches[i].Origin.Exists) run.Origin = matches[i].Origin;
            }

            Match(run, frame, source + 1);
        }

        run.Return(matches);
    }

    private void Fire(MapRun run, int frame)
    {
        if (!run.Step()) return;
        if (Makes)
        {
            foreach (var source in Sources) run.Reads.Mark(run[frame, source.Slot].Element);
        }

        foreach (var target in Targets) target.Run(run, frame);
        foreach (var call in Calls) call.Run(run, frame);
        foreach (var rule in Rules) rule.Run(run, frame);
    }
}
