using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CareExchange.Benchmarks.Http.Floor;

/// <summary>The floor: bare Kestrel over the bare database, in a process of its own. No routing, no FHIR, no identity, no audit.</summary>
internal static class FloorServer
{
    public const string Name = "floor-server";

    private const string Media = "application/fhir+json; charset=utf-8; fhirVersion=4.0";

    /// <summary><c>floor-server sqlite FILE URL</c> or <c>floor-server postgres CONNECTION URL</c>; runs until it is killed.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        await using IFloorStore store = args[0] == "sqlite" ? new SqliteFloor(args[1]) : await PostgresFloor.OpenAsync(args[1]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(args[2]).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        await using var app = builder.Build();
        app.Run(http => AnswerAsync(store, http));
        await app.StartAsync();
        Console.WriteLine(args[2]);
        await ((IHost)app).WaitForShutdownAsync();
        return 0;
    }

    private static async Task AnswerAsync(IFloorStore store, HttpContext http)
    {
        var parts = http.Request.Path.Value!.Split('/');
        switch (parts)
        {
            case ["", "read", var type, var id]:
                if (await store.ReadAsync(type, id) is { } found) await WriteAsync(http, found);
                else http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
            case ["", "create", var type]:
                var body = await BodyAsync(http);
                var made = Guid.CreateVersion7().ToString();
                await store.CreateAsync(type, made, body);
                http.Response.StatusCode = StatusCodes.Status201Created;
                http.Response.Headers.Location = $"/read/{type}/{made}";
                await WriteAsync(http, body);
                break;
            case ["", "load"]:
                var rows = FloorRow.Read(await BodyAsync(http));
                await store.LoadAsync(rows);
                await http.Response.WriteAsync(rows.Count.ToString(CultureInfo.InvariantCulture));
                break;
            case ["", "search", var name, .. var values]:
                await WriteAsync(http, Join(await store.SearchAsync(FloorSearch.All[name], [.. values.Select(Uri.UnescapeDataString)])));
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        http.Response.ContentType = Media;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body);
    }

    private static ReadOnlyMemory<byte> Join(List<byte[]> rows)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        buffer.Write("["u8);
        for (var at = 0; at < rows.Count; at++)
        {
            if (at > 0) buffer.Write(","u8);
            buffer.Write(rows[at]);
        }

        buffer.Write("]"u8);
        return buffer.WrittenMemory;
    }

    private static async Task<byte[]> BodyAsync(HttpContext http)
    {
        var body = new byte[(int)http.Request.ContentLength!.Value];
        await http.Request.Body.ReadExactlyAsync(body);
        return body;
    }
}
