name := "Word Lengths"
version := "1.0"
scalaVersion := "3.3.6"

libraryDependencies += "com.lihaoyi" %% "ujson" % "4.1.0"

enablePlugins(JavaAppPackaging)
