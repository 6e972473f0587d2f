import time

while True:
    print(time.strftime("%H:%M:%S"), flush=True)
    time.sleep(10)
