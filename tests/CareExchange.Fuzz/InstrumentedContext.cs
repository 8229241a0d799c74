using System.Reflection;
using System.Runtime.Loader;

namespace CareExchange.Fuzz;

/// <summary>A second copy of this program over an instrumented CareExchange.Fhir.</summary>
internal sealed class InstrumentedContext : AssemblyLoadContext
{
    private const string Instrumented = "CareExchange.Fhir";

    private readonly Assembly _fhir;
    private readonly Assembly _self;
    private readonly FieldInfo _previous;

    public InstrumentedContext()
    {
        var folder = Path.GetDirectoryName(typeof(InstrumentedContext).Assembly.Location)!;
        _fhir = LoadFromStream(new MemoryStream(CoverageProbe.Instrument(Path.Combine(folder, $"{Instrumented}.dll"))));
        _self = LoadFromAssemblyPath(typeof(InstrumentedContext).Assembly.Location);
        var coverage = _fhir.GetType(CoverageProbe.TypeName)!;
        Map = (byte[])coverage.GetField("Map")!.GetValue(null)!;
        _previous = coverage.GetField("Previous")!;
    }

    /// <summary>The counters of the run since they were last cleared.</summary>
    public byte[] Map { get; }

    /// <summary>Forgets what ran before.</summary>
    public void Clear()
    {
        Array.Clear(Map);
        _previous.SetValue(null, 0);
    }

    /// <summary>A method of <see cref="FuzzTargets"/> in the second copy.</summary>
    public Action<byte[]> Target(string name) =>
        _self.GetType(typeof(FuzzTargets).FullName!)!.GetMethod(name, BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Action<byte[]>>();

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == Instrumented ? _fhir : null;
}
