using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Campus;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Live;

/// <summary>The streams of pages: one a page, with the shell's values in it.</summary>
internal static class LiveApi
{
    public static void MapLive(this WebApplication app)
    {
        app.MapGet("/live/shell", (HttpContext context, LiveStreaming streaming, Shell shell) =>
            streaming.ServeAsync(context, "shell", _ => Task.FromResult(shell.Frame())))
            .Requires(Access.SignedIn);
        app.MapGet("/live/campus", (HttpContext context, LiveStreaming streaming, CampusLive campus) =>
            streaming.ServeAsync(context, "campus", campus.FrameAsync))
            .Requires(Access.Read);
    }
}
