using Humanizer;

var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "Hello from ASP.NET");
app.MapGet("/{number:int}", (int number) => number.ToWords());
app.Run();
