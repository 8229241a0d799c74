using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Packages;

namespace CareExchange.Benchmarks.Start;

/// <summary>The process that is measured: it validates one Patient, prints its working set in MB and its processor time in milliseconds, and ends.</summary>
internal static class ReadyProcess
{
    public const string Name = "ready";

    private static ReadOnlyMemory<byte> Patient => """
        {"resourceType":"Patient","id":"p","identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:0b0f7bf0-5f5b-4c6b-8f2c-3a2d0f1e4a77"}],"active":true,
         "name":[{"use":"official","family":"Kim","given":["Gaon"]}],"telecom":[{"system":"phone","value":"010-0000-0000"}],"gender":"female","birthDate":"1948-03-02",
         "address":[{"city":"Seoul","country":"KR"}],"maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"W"}]}}
        """u8.ToArray();

    public static int Run(string[] packages)
    {
        var schema = packages.Length == 0
            ? Schema.R4
            : PackageLoader.Load(Schema.R4, [.. packages.Select(path => new PackageFile(Path.GetFileName(path), File.ReadAllBytes(path)))]).Schema;
        var issues = new ResourceValidator(schema).Validate(Patient);
        if (issues.Any(issue => issue.IsError)) return 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{WorkingSet() / 1048576.0:F1} {Environment.CpuUsage.TotalTime.TotalMilliseconds:F0}"));
        return 0;
    }

    // What the kernel counts as resident; other systems tell it by themselves.
    private static long WorkingSet()
    {
        if (!File.Exists("/proc/self/status")) return Environment.WorkingSet;
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal)) return long.Parse(line.AsSpan(6).Trim(" \tkB"), CultureInfo.InvariantCulture) * 1024;
        }

        return Environment.WorkingSet;
    }
}
